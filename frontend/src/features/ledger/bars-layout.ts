// The layout of the ledger's bars, in pixels.

export const LEFT = 54;
export const RIGHT = 4;
export const HIGH = 84;
export const LOW = 62;
export const TOP = 22;
/** The top of the second scale. */
export const SECOND = TOP + HIGH + 28;
/** The top of the text under the bars. */
export const FOOT = SECOND + LOW + 8;
export const HEIGHT = 242;
