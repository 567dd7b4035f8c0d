/** What a row of the outbox, a sending or its settlement tells of that is no message: JSON text, or null where it is one. */

export const jobJsonOf = (job: unknown): string | null => (job === undefined ? null : JSON.stringify(job))

/** The row as it is used, with its job read. */
export function withJob<Row extends { jobJson: string | null }>({
  jobJson,
  ...row
}: Row): Omit<Row, "jobJson"> & { job: unknown } {
  return { ...row, job: jobJson === null ? undefined : JSON.parse(jobJson) }
}
