// Next.js leaves the static files out of its standalone folder; the server needs them beside it.
import { cpSync, rmSync } from "node:fs";

rmSync(".next/standalone/.next/static", { recursive: true, force: true });
cpSync(".next/static", ".next/standalone/.next/static", { recursive: true });
