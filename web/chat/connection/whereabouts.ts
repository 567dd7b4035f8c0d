export interface Place {
  latitude: number
  longitude: number
  /** Metres. */
  accuracy: number
}

/** Where the device is; "refused" when the user does not allow it, "failed" when nobody can tell. */
export function findPlace(): Promise<Place | "refused" | "failed"> {
  return new Promise(resolve => {
    if (!navigator.geolocation) return resolve("failed")
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) => resolve({ latitude, longitude, accuracy }),
      error => resolve(error.code === error.PERMISSION_DENIED ? "refused" : "failed"),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
    )
  })
}
