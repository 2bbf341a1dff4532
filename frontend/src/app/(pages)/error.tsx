"use client";
// The page of an error in a page: within the frame, so that the others can be reached.
export { Failed as default } from "../failed";
