/** A page of a list, of 50 where nothing is said, and of 200 at most. */
export const pageOf = ({ skip = 0, limit = 50 }: { skip?: number; limit?: number }) => ({
  skip,
  limit: Math.min(limit || 50, 200),
})
