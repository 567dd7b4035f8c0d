/** A certificate of our own with its key, in PEM, good until 2100. For tests only: everybody has the keys. */
interface Pair {
  cert: string
  key: string
}

/** Of a server on localhost, 127.0.0.1 or ::1; who connects passes `cert` as `ca`. */
export const localhostCertificate: Pair = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBfDCCASGgAwIBAgIUZ7QGT2LiYEpS/mYYSd+o2/ik8cgwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTIwMDEwMTAwMDAwMFoYDzIwOTkxMjMx
MjM1OTU5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARLgzEIOetUyiVZlTMWCiV2ZJAQcRCjugEuwcHJMhb/eJgxy4PRWTqj
vQYDVPdyaq1CYBebqdAUI3kamczVIPH9o08wTTAsBgNVHREEJTAjgglsb2NhbGhv
c3SHBH8AAAGHEAAAAAAAAAAAAAAAAAAAAAEwHQYDVR0OBBYEFKV/Y7V2PsdrrKOK
PZKrG8HL3TACMAoGCCqGSM49BAMCA0kAMEYCIQDccYwmc47K67cqIAQR0sly8j7V
VKUWVFVoB1OjqPgpJAIhALtBxX4+GNtaAYvkrAZEGlkhLQESyNqiqabBso1pdUcF
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgy1VkWqNINnM5VOzA
wy/47bmKysYgVCF7jjZtWzaESLehRANCAARLgzEIOetUyiVZlTMWCiV2ZJAQcRCj
ugEuwcHJMhb/eJgxy4PRWTqjvQYDVPdyaq1CYBebqdAUI3kamczVIPH9
-----END PRIVATE KEY-----
`,
}

/** Of a client that may push calls to org.example.chat. */
export const voipCertificate: Pair = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBgzCCASqgAwIBAgIUSkKI+p7zjifbM2WmvW16VskzcdowCgYIKoZIzj0EAwIw
KjEoMCYGA1UEAwwfVm9JUCBTZXJ2aWNlczogb3JnLmV4YW1wbGUuY2hhdDAgFw0y
MDAxMDEwMDAwMDBaGA8yMDk5MTIzMTIzNTk1OVowKjEoMCYGA1UEAwwfVm9JUCBT
ZXJ2aWNlczogb3JnLmV4YW1wbGUuY2hhdDBZMBMGByqGSM49AgEGCCqGSM49AwEH
A0IABCSy9iNsGet8kxl5owJ4UdnzYm+QtcBtZ6gIXPdvQk7RXAHOq+5EOcaB64gb
8ZxddOX6bgj6p5sgu26sUlj7XM2jLDAqMAkGA1UdEwQCMAAwHQYDVR0OBBYEFH0k
a2BLEWqH+AfHqdnpeiCZ47PdMAoGCCqGSM49BAMCA0cAMEQCIDqsAmtLBCOeczue
yq1nIR6u//X5iQ8UJc0dj10dzXnfAiAlxe9UoK2D/CqtZznlkOyfR+0EmuRXS6pN
6iHZ1vbIuA==
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgBO3sDYRIjos6o58e
N8Gy3GHT+mEbV078ZXDybhWQo8qhRANCAAQksvYjbBnrfJMZeaMCeFHZ82JvkLXA
bWeoCFz3b0JO0VwBzqvuRDnGgeuIG/GcXXTl+m4I+qebILturFJY+1zN
-----END PRIVATE KEY-----
`,
}
