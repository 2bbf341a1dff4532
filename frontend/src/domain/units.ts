// Figures that depend on the reader's unit.
import { differenceToUnit } from "./format";
import type { Unit } from "./types";

const LEAST_C = 4;

/** The least height of a graph's scale: 4 °C, in the reader's unit. */
export const degreesTall = (unit: Unit): number => differenceToUnit(LEAST_C, unit);
