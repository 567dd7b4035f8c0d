import en from "emoji-picker-element-data/en/emojibase/data.json?url"
import ja from "emoji-picker-element-data/ja/cldr/data.json?url"
import ko from "emoji-picker-element-data/ko/cldr/data.json?url"
import zh from "emoji-picker-element-data/zh/cldr/data.json?url"
import zhHant from "emoji-picker-element-data/zh-hant/cldr/data.json?url"

const sources: Record<string, string> = { en, ja, ko, "zh-CN": zh, "zh-TW": zhHant }

/** Names of emoji in a language of the page; only the one that is used is ever fetched. */
export function emojiData(language: string): { locale: string; dataSource: string } {
  const locale = sources[language] ? language : "en"
  return { locale, dataSource: sources[locale] ?? en }
}
