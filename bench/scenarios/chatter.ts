/** Words of two letters, by how many messages they are in; none of their letters is in any other word. */
export const planted = [
  { title: "a word in 1 of 10 messages", share: 0.1, words: ["天氣", "今晚", "會議"] },
  { title: "a word in 1 of 100 messages", share: 0.01, words: ["電影", "醫院", "老師"] },
  { title: "a word in 1 of 1,000 messages", share: 0.001, words: ["颱風", "護照", "鋼琴"] },
  { title: "a word in 1 of 100,000 messages", share: 0.00001, words: ["鳳凰", "麒麟", "曇花"] },
  { title: "a word in no message", share: 0, words: ["龍鬚", "鱷龜", "鸚鵡"] },
]

/** Of the common letters, as many as make 10,000 words likely that are not among the planted ones. */
const letters = Array.from({ length: 1_500 }, (_, i) => String.fromCharCode(0x4e00 + 7 * i)).filter(
  letter => !planted.some(({ words }) => words.join("").includes(letter)),
)

/** Chinese without meaning, the same at each run: about ten words a message, few of them frequent, as in a language. */
export function makeChatter(): () => string {
  let state = 1
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const pick = <T>(list: readonly T[], skew: number) => list[Math.floor(list.length * random() ** skew)] as T
  const vocabulary = Array.from({ length: 10_000 }, () => pick(letters, 2) + pick(letters, 2))
  return () => {
    const words = Array.from({ length: 5 + Math.floor(10 * random()) }, () => pick(vocabulary, 4))
    for (const group of planted) {
      for (const word of group.words)
        if (random() < group.share) words[Math.floor(words.length * random())] = word
    }
    return words.join(random() < 0.5 ? "" : "，")
  }
}
