// Facts about the two units a reader may choose.
import { differenceToUnit } from "./format";
import type { Unit } from "./types";

const LEAST_C = 4;

/** The least height of a graph, in the reader's unit: 4 °C. */
export const degreesTall = (unit: Unit): number => differenceToUnit(LEAST_C, unit);
