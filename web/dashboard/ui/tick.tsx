/** A box to tick; the form reads "on" under its name. */
export function Tick({ name, label, ticked }: { name: string; label: string; ticked?: boolean }) {
  return (
    <label class="tick">
      <input type="checkbox" name={name} defaultChecked={ticked} />
      {label}
    </label>
  )
}
