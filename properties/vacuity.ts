/** Why a property fails that would hold, but did not meet its case often enough to say so. First word of its failure. */
export const tooSeldom = "met too seldom";
