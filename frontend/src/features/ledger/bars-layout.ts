// Where the parts of the ledger's bars stand, in pixels.

export const LEFT = 54;
export const RIGHT = 4;
export const HIGH = 84;
export const LOW = 62;
export const TOP = 22;
/** The upper edge of the second scale. */
export const SECOND = TOP + HIGH + 28;
/** Where the words under the bars begin. */
export const FOOT = SECOND + LOW + 8;
export const HEIGHT = 242;
