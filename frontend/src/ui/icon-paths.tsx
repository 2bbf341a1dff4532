// Icons on a 16-pixel grid; class f is filled, class k is cut out of a filled shape.

export const PATHS = {
  overview: (
    <>
      <path d="M2.5 4h11M2.5 8h11M2.5 12h11" />
    </>
  ),
  ledger: (
    <>
      <path d="M8 2.5v11M4.5 13.5h7M2.5 4.5h11" />
      <path d="M2 9.5l2-5 2 5a2 2 0 0 1-4 0zM10 9.5l2-5 2 5a2 2 0 0 1-4 0z" />
    </>
  ),
  compare: (
    <>
      <path d="M2 11c2.2 0 2.6-6.5 5-6.5S10.4 9 14 9" />
      <path d="M2 6.5c2.5 0 3.5 5.5 6 5.5s3-8 6-8" opacity=".55" />
    </>
  ),
  devices: (
    <>
      <rect x="4" y="4" width="8" height="8" rx="1.5" />
      <path d="M6.5 1.8V4M9.5 1.8V4M6.5 12v2.2M9.5 12v2.2M1.8 6.5H4M1.8 9.5H4M12 6.5h2.2M12 9.5h2.2" />
    </>
  ),
  proposals: (
    <>
      <path d="M2.5 9.5h3l1 2h3l1-2h3" />
      <path d="M4 3h8l1.5 6.5V12a1.3 1.3 0 0 1-1.3 1.3H3.8A1.3 1.3 0 0 1 2.5 12V9.5z" />
    </>
  ),
  pulse: <path d="M1.8 8.5h3l1.7-5 3 9 1.7-4h3" />,
  plus: <path d="M8 3.5v9M3.5 8h9" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.3" />
      <path d="M10.3 10.3L13.6 13.6" />
    </>
  ),
  down: (
    <>
      <path d="M4.5 6.5L8 10l3.5-3.5" />
    </>
  ),
  right: (
    <>
      <path d="M6.5 4.5L10 8l-3.5 3.5" />
    </>
  ),
  left: (
    <>
      <path d="M9.5 4.5L6 8l3.5 3.5" />
    </>
  ),
  check: (
    <>
      <path d="M3.5 8.5l3 3 6-7" />
    </>
  ),
  x: (
    <>
      <path d="M4 4l8 8M12 4l-8 8" />
    </>
  ),
  calendar: (
    <>
      <rect x="2.5" y="3.5" width="11" height="10" rx="1.5" />
      <path d="M2.5 6.8h11M5.5 2v2.8M10.5 2v2.8" />
    </>
  ),
  follow: (
    <>
      <circle cx="8" cy="8" r="2.3" className="f" />
      <path d="M4.3 4.3a5.2 5.2 0 0 0 0 7.4M11.7 4.3a5.2 5.2 0 0 1 0 7.4" />
    </>
  ),
  more: (
    <>
      <circle cx="3.5" cy="8" r="1.1" className="f" />
      <circle cx="8" cy="8" r="1.1" className="f" />
      <circle cx="12.5" cy="8" r="1.1" className="f" />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 7.3v3.7" />
      <circle cx="8" cy="5" r=".9" className="f" />
    </>
  ),
  tag: <path d="M2.3 2.8v5l5.9 5.9 5.5-5.5L7.8 2.3H2.8zM5.4 5.4h.01" />,
  alert: (
    <>
      <path d="M8 2.3L14.3 13H1.7z" />
      <path d="M8 6.5v3" />
      <circle cx="8" cy="11.2" r=".9" className="f" />
    </>
  ),
  replay: (
    <>
      <path d="M13 5.2A6 6 0 1 0 14 8" />
      <path d="M13.4 2.6v2.8h-2.8" />
    </>
  ),
  user: (
    <>
      <circle cx="8" cy="5.5" r="2.7" />
      <path d="M2.8 13.5c.6-2.6 2.7-4 5.2-4s4.6 1.4 5.2 4" />
    </>
  ),
  lock: (
    <>
      <rect x="3.5" y="7" width="9" height="6.5" rx="1.5" />
      <path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2" />
    </>
  ),
  sites: (
    <>
      <path d="M8 14.2C5.2 11.2 3.7 8.9 3.7 6.7a4.3 4.3 0 0 1 8.6 0c0 2.2-1.5 4.5-4.3 7.5z" />
      <circle cx="8" cy="6.6" r="1.7" />
    </>
  ),
  group: (
    <>
      <circle cx="6" cy="5.5" r="2.3" />
      <path d="M1.8 13c.4-2.4 2-3.7 4.2-3.7s3.8 1.3 4.2 3.7M10.3 3.4a2.3 2.3 0 0 1 0 4.2M11.8 9.6c1.4.5 2.2 1.6 2.5 3.4" />
    </>
  ),
  up: (
    <>
      <path d="M8 13V3M4 7l4-4 4 4" />
    </>
  ),
  lower: (
    <>
      <path d="M8 3v10M4 9l4 4 4-4" />
    </>
  ),
  archive: (
    <>
      <path d="M2.5 3.5h11v3h-11zM3.5 6.5v6h9v-6M6.5 9h3" />
    </>
  ),
  trash: (
    <>
      <path d="M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5" />
    </>
  ),
  theme: (
    <>
      <path d="M13 9.5A5.5 5.5 0 1 1 6.5 3a4.5 4.5 0 0 0 6.5 6.5z" />
    </>
  ),
  plug: (
    <>
      <path d="M5.5 2v3.5M10.5 2v3.5M3.5 5.5h9V8a4.5 4.5 0 0 1-9 0zM8 12.5V14.5" />
    </>
  ),
  filter: (
    <>
      <path d="M2.5 4h11M4.5 8h7M6.5 12h3" />
    </>
  ),
  ok: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M5.4 8.3l1.9 1.9 3.4-4" />
    </>
  ),
  unjudged: (
    <>
      <circle cx="8" cy="8" r="6" />
      <circle cx="8" cy="8" r="1.5" className="f" />
    </>
  ),
  above: (
    <>
      <path
        className="f"
        d="M8 1.8c.5 0 .9.2 1.1.6l5.6 9.9c.5.9-.1 2-1.1 2H2.4c-1 0-1.6-1.1-1.1-2L6.9 2.4c.2-.4.6-.6 1.1-.6z"
      />
      <path className="k" d="M8 11.5V6.8M6 8.6l2-2 2 2" />
    </>
  ),
  below: (
    <>
      <path
        className="f"
        d="M8 14.2c-.5 0-.9-.2-1.1-.6L1.3 3.7c-.5-.9.1-2 1.1-2h11.2c1 0 1.6 1.1 1.1 2L9.1 13.6c-.2.4-.6.6-1.1.6z"
      />
      <path className="k" d="M8 4.5v4.7M6 7.4l2 2 2-2" />
    </>
  ),
  silent: (
    <>
      <circle cx="8" cy="8" r="6" strokeDasharray="2.6 2.1" />
      <path d="M5.5 8h5" />
    </>
  ),
  fault: (
    <>
      <path className="f" d="M5.3 1.7h5.4l3.6 3.6v5.4l-3.6 3.6H5.3l-3.6-3.6V5.3z" />
      <path className="k" d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" />
    </>
  ),
  suspect: (
    <>
      <path className="f" d="M5.3 1.7h5.4l3.6 3.6v5.4l-3.6 3.6H5.3l-3.6-3.6V5.3z" />
      <path
        className="k"
        d="M6.1 6.5a1.900 1.900 0 1 1 2.700 1.700c-.5.3-.8.6-.8 1.100M8 11.3v.1"
      />
    </>
  ),
  never: (
    <>
      <circle cx="8" cy="8" r="6" strokeDasharray=".1 3.04" />
    </>
  ),
  wait: (
    <>
      <circle cx="8" cy="8" r="6" stroke="var(--iso-line-strong)" />
      <path d="M8 2a6 6 0 0 1 6 6" stroke="var(--iso-accent)" />
    </>
  ),
  link: (
    <>
      <path d="M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.3-2.3a2.6 2.6 0 0 0-3.7-3.7l-.8.8M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.2 9.1a2.6 2.6 0 0 0 3.7 3.7l.8-.8" />
    </>
  ),
  download: (
    <>
      <path d="M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.3h10" />
    </>
  ),
  print: (
    <>
      <path d="M4.5 6V2.700h7V6M4.500 11.500H3.300A1 1 0 0 1 2.300 10.500V7A1 1 0 0 1 3.300 6h9.400A1 1 0 0 1 13.700 7v3.500a1 1 0 0 1-1 1h-1.200M4.500 9.300h7v4h-7z" />
    </>
  ),
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 5.5v-1.5a1.5 1.5 0 0 0-1.5-1.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5" />
    </>
  ),
};
