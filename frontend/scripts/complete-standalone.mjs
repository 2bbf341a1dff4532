// Copies the static files into the standalone folder: Next.js leaves them out, but the server needs them.
import { cpSync, rmSync } from "node:fs";

rmSync(".next/standalone/.next/static", { recursive: true, force: true });
cpSync(".next/static", ".next/standalone/.next/static", { recursive: true });
