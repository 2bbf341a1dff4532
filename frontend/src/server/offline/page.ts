// The page for a browser that reaches nobody: one file without a session, a name or a reading, so that the
// service worker may keep it. It retries until the server answers, then loads the address that was asked for.
import { createHash } from "node:crypto";

/** Where the shell writes when it last heard from the server, in local storage; ms since 1970. */
export const LAST_HEARD = "isotherm.last-heard";

const STYLE = `
:root { color-scheme: light dark; --ground: #F5F6F8; --sheet: #FFFFFF; --line: #E5E8ED; --text: #14181F;
  --text-2: #48515F; --text-3: #616A78; --accent: #1C5BD0; --on-accent: #FFFFFF; }
@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { --ground: #0C0F14; --sheet: #14181F;
  --line: #242B35; --text: #E9ECF1; --text-2: #AAB2BF; --text-3: #8B94A4; --accent: #7BA6FF;
  --on-accent: #0A1222; } }
:root[data-theme="dark"] { color-scheme: dark; --ground: #0C0F14; --sheet: #14181F; --line: #242B35;
  --text: #E9ECF1; --text-2: #AAB2BF; --text-3: #8B94A4; --accent: #7BA6FF; --on-accent: #0A1222; }
:root[data-theme="light"] { color-scheme: light; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground);
  color: var(--text); font: 14px/20px "Inter Variable", system-ui, sans-serif; }
main { box-sizing: border-box; width: min(420px, 100% - 32px); padding: 28px; background: var(--sheet);
  border: 1px solid var(--line); border-radius: 10px; }
.brand { display: block; font-weight: 600; margin-bottom: 14px; color: var(--text-2); }
h1 { font-size: 20px; line-height: 28px; font-weight: 600; margin: 0 0 8px; }
p { margin: 0 0 8px; color: var(--text-2); }
button { margin: 10px 0 12px; height: 40px; padding: 0 16px; border: 0; border-radius: 6px; cursor: pointer;
  background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 500; }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.note { font-size: 12px; line-height: 16px; color: var(--text-3); margin: 0; }
`;

const SCRIPT = `
"use strict";
const WAITS_S = [2, 4, 8, 15];
const byId = (id) => document.getElementById(id);
const stored = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
const theme = stored("mantine-color-scheme-value");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
const heard = Number(stored("${LAST_HEARD}"));
if (heard > 0) {
  const at = new Date(heard);
  const today = at.toDateString() === new Date().toDateString();
  const words = new Intl.DateTimeFormat("en-GB", today
    ? { hour: "2-digit", minute: "2-digit" }
    : { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(at);
  byId("last").textContent = "The last connection was at " + words + ", by this device's clock.";
}
let tries = 0, left = 0;
const show = () => { byId("note").textContent = left > 0 ? "Retrying in " + left + " s." : "Retrying now."; };
// Signing out is a form: it is finished by its address, since a reload would ask whether to send it again.
const load = () => location.pathname === "/auth/logout" ? location.replace("/auth/logout") : location.reload();
const again = async () => {
  left = 0; show();
  try {
    const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(8000) });
    if (answer.ok) { load(); return; }
  } catch { /* still unreachable */ }
  left = WAITS_S[Math.min(tries++, WAITS_S.length - 1)]; show();
};
setInterval(() => { if (left > 0 && --left === 0) void again(); else if (left > 0) show(); }, 1000);
byId("again").addEventListener("click", () => void again());
addEventListener("online", () => void again());
left = WAITS_S[0]; show();
`;

export const OFFLINE_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>No connection · Isotherm</title>
<style>${STYLE}</style>
</head>
<body>
<main data-testid="offline">
<span class="brand">Isotherm</span>
<h1>No connection</h1>
<p>This page cannot be loaded: the server cannot be reached. Whether readings are
stored does not depend on this page.</p>
<p id="last"></p>
<button type="button" id="again">Retry now</button>
<p class="note"><span id="note">Retrying.</span> The page you asked for opens as soon as there is a connection.</p>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;

const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Only its own style and script, and requests to this site. */
export const OFFLINE_POLICY = [
  "default-src 'none'",
  `script-src ${hash(SCRIPT)}`,
  `style-src ${hash(STYLE)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");
