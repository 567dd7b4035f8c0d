import { Type } from "typebox"
import { open } from "../bodies/parts.ts"
import { id } from "./parts.ts"

export const reported = Type.Object({ _id: id("The report.") }, { ...open, title: "Reported" })
