/** What stands before the first hit at most: the line is short. */
const LEAD = 24

/** A line of text with what was looked for in it marked, and so much of its beginning left out that it is seen. */
export function Marked({ words, query }: { words: string; query: string }) {
  const at = words.toLowerCase().indexOf(query.toLowerCase())
  if (at < 0) return <>{words}</>
  const from = at > LEAD ? at - LEAD : 0
  return (
    <>
      {from > 0 && "…"}
      {words.slice(from, at)}
      <mark>{words.slice(at, at + query.length)}</mark>
      {words.slice(at + query.length)}
    </>
  )
}
