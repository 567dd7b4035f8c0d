import type { ComponentChildren } from "preact"
import { useDesk } from "./desk.ts"

export interface Column<R> {
  name: string
  cell(row: R): ComponentChildren
  kind?: "number" | "actions" | "wide"
}

interface TableProps<R> {
  label: string
  columns: readonly Column<R>[]
  rows: readonly R[]
  keyOf(row: R): string | number
  /** Rows of one group stand together, under its name. */
  groupOf?(row: R): string
  empty?: string
}

/** On narrow screens each row stands as a list of its fields, named by the columns. */
export function Table<R>({ label, columns, rows, keyOf, groupOf, empty }: TableProps<R>) {
  const { words } = useDesk()
  if (rows.length === 0) return <p class="empty">{empty ?? words.state.nothing}</p>
  const groups = Map.groupBy(rows, row => groupOf?.(row) ?? "")
  return (
    <table class="table" aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ name, kind }) => (
            <th key={name} scope="col" class={kind}>
              {kind === "actions" ? <span class="unseen">{name}</span> : name}
            </th>
          ))}
        </tr>
      </thead>
      {[...groups].map(([group, members]) => (
        <tbody key={group}>
          {group && (
            <tr class="group">
              <th scope="rowgroup" colSpan={columns.length}>
                {group}
              </th>
            </tr>
          )}
          {members.map(row => (
            <Row key={keyOf(row)} columns={columns} row={row} />
          ))}
        </tbody>
      ))}
    </table>
  )
}

function Row<R>({ columns, row }: { columns: readonly Column<R>[]; row: R }) {
  return (
    <tr>
      {columns.map(({ name, kind, cell }) => (
        <td key={name} class={kind} data-name={kind === "actions" ? undefined : name}>
          {cell(row)}
        </td>
      ))}
    </tr>
  )
}
