/** Addresses under which files that are only on this device can be shown, until they are dropped. */
const addresses = new WeakMap<Blob, string>()

export function previewOf(file: Blob): string {
  const known = addresses.get(file)
  if (known) return known
  const made = URL.createObjectURL(file)
  addresses.set(file, made)
  return made
}

export function dropPreview(file: Blob): void {
  const known = addresses.get(file)
  if (known) URL.revokeObjectURL(known)
  addresses.delete(file)
}
