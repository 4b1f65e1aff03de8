import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';

/** Left of an area: the pages that stand under it. */
export function SideNav({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav className="browse-facets" aria-label={label}>
      <ul className="side-lines">{children}</ul>
    </nav>
  );
}

/** One page. `exact`: the area's first page, whose address the others begin with. */
export function SideLine({
  href,
  icon,
  exact = false,
  children,
}: {
  href: string;
  icon: ReactNode;
  exact?: boolean;
  children: ReactNode;
}) {
  const [location] = useLocation();
  const here = location === href || (!exact && location.startsWith(`${href}/`));
  return (
    <li>
      <Link
        href={href}
        className={here ? 'side-line on' : 'side-line'}
        aria-current={here ? 'page' : undefined}
        // The page that opens takes the keyboard: a link that kept it would swallow its keys.
        onClick={(event) => event.currentTarget.blur()}
      >
        {icon}
        {children}
      </Link>
    </li>
  );
}
