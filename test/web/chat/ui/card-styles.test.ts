import { expect, test } from "vitest"
import {
  boxStyle,
  colour,
  length,
  placeStyle,
  ratio,
  textStyle,
} from "../../../../web/chat/ui/message/cards/styles.ts"
import { injections } from "../../../support/injections.ts"

test("what cards may say becomes CSS", () => {
  expect(colour("#12aBcf80")).toBe("#12aBcf80")
  expect(length("12.5px")).toBe("12.5px")
  expect(ratio("20:13", "1 / 1")).toBe("20 / 13")
  const background = { type: "linearGradient", angle: "90deg", startColor: "#fff", endColor: "#000" }
  expect(boxStyle({ background, cornerRadius: "md", paddingAll: "10%", maxWidth: "50%" })).toMatchObject({
    backgroundImage: "linear-gradient(90deg, #fff, #000)",
    borderRadius: "8px",
    padding: "10%",
    maxWidth: "50%",
  })
  expect(textStyle({ size: "xl", weight: "bold", align: "end" })).toMatchObject({
    fontSize: "22px",
    textAlign: "end",
  })
  expect(placeStyle({ flex: 2, position: "absolute", offsetTop: "-5px" }, true, "4px")).toMatchObject({
    flex: "2 1 0",
    marginInlineStart: "4px",
    position: "absolute",
    top: "-5px",
  })
})

test("nothing else ever does", () => {
  const others = [
    "red",
    "12em",
    "99999px",
    "-5px;x",
    "constructor",
    "toString",
    "__proto__",
    "1:0",
    "1:100",
    null,
    {},
  ]
  for (const value of [...injections, ...others]) {
    const all = new Proxy({}, { get: () => value, has: () => true })
    const styles = { ...boxStyle(all), ...textStyle(all), ...placeStyle(all, false, undefined) }
    const written = Object.entries(styles).filter(
      ([, one]) => typeof one === "string" && one.includes(String(value)),
    )
    expect(written).toEqual([])
    expect(colour(value)).toBeUndefined()
    expect(ratio(value, "1 / 1")).toBe("1 / 1")
  }
})
