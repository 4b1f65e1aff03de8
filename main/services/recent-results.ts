/** Keeps the last few results of a query by its parameters. For questions whose answer stands while the book's version does. */
export interface RecentResults<T> {
  /** `key` is anything that JSON tells apart, the version of what is read among it. */
  of(key: unknown, make: () => T): T;
}

export function recentResults<T>(kept: number): RecentResults<T> {
  const results = new Map<string, T>();
  return {
    of(key, make) {
      const name = JSON.stringify(key);
      const found = results.get(name);
      const result = found ?? make();
      results.delete(name);
      results.set(name, result);
      const [oldest] = results.keys();
      if (results.size > kept && oldest !== undefined) results.delete(oldest);
      return result;
    },
  };
}
