/** What the contract's README says of all answers alike. @returns a sentence for each break. */
export function breaksOfForm(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => breaksOfForm(item, `${path}/${index}`))
  if (typeof value !== "object" || value === null) return []
  const fields = value as Record<string, unknown>
  return [
    ...breaksOfObject(fields).map(sentence => `${path} ${sentence}`),
    ...Object.entries(fields).flatMap(([name, field]) => breaksOfForm(field, `${path}/${name}`)),
  ]
}

function breaksOfObject(fields: Record<string, unknown>): string[] {
  const unequal = "id" in fields && "_id" in fields && fields.id !== fields._id
  const times = Object.keys(fields).filter(name => {
    const [ms, text] = [fields[name], fields[name.slice(0, -2)]]
    return (
      name.endsWith("MS") && typeof ms === "number" && typeof text === "string" && Date.parse(text) !== ms
    )
  })
  const { totalCount, data } = fields
  const tooMany = typeof totalCount === "number" && Array.isArray(data) && data.length > totalCount
  return [
    ...(tooMany ? ["has more data than its totalCount"] : []),
    ...(unequal ? ["has an id that does not repeat _id"] : []),
    ...times.map(name => `has a ${name} that is another instant than ${name.slice(0, -2)}`),
    ...["__v", "inspect"].filter(name => name in fields).map(name => `shows ${name}`),
  ]
}
