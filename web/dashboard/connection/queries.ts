/** `?a=1&b=2` of what is given; empty text of nothing. */
export function queryOf(fields: Record<string, string | number | undefined>): string {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== "")
  const query = new URLSearchParams(given.map(([name, value]) => [name, `${value}`])).toString()
  return query === "" ? "" : `?${query}`
}
