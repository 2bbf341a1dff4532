// Takes the uncaught errors of our own pages, as their browsers report them.
import { takePageError } from "@/server/page-errors";

export const dynamic = "force-dynamic";

export const POST = takePageError;
