import type { ReactNode } from 'react';

/** One page of the policy: what it is about, what it means, its parts. */
export function Sheet({
  title,
  about,
  acts,
  children,
}: {
  title: string;
  about: ReactNode;
  acts?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="policy-sheet">
      <header className="policy-head">
        <div>
          <h1>{title}</h1>
          <p className="muted">{about}</p>
        </div>
        {acts !== undefined && <div className="policy-acts">{acts}</div>}
      </header>
      {children}
    </div>
  );
}

/** Rules that belong together. */
export function Card({ title, about, children }: { title: string; about?: ReactNode; children: ReactNode }) {
  return (
    <section className="policy-card" aria-label={title}>
      <h2>{title}</h2>
      {about !== undefined && <p className="muted">{about}</p>}
      {children}
    </section>
  );
}
