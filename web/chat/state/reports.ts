import type { Session } from "./session.ts"

export const REASONS = ["spam", "abuse", "other"] as const
export type Reason = (typeof REASONS)[number]

export interface Report {
  /** What or whom it is about: a message, or somebody. */
  message?: string
  client?: string
  reason: Reason
  /** In the user's own words. */
  text?: string
}

/** Tells the operators. @throws RequestError */
export async function sendReport({ client }: Session, report: Report): Promise<void> {
  await client.request("POST", "/reports", report)
}
