/** Measures that the pictures share, in pixels. */

/** The width of a README column; a picture is wider only where its graph is. */
export const PICTURE_WIDTH = 960;
export const MARGIN = 28;
