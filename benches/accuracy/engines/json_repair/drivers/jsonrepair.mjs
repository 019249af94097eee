// Repairs one JSON string per line of standard input with npm's jsonrepair; answers a JSON string or null per line.
import { createInterface } from 'node:readline'
import { jsonrepair } from 'jsonrepair'

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  let answer = null
  try {
    answer = jsonrepair(JSON.parse(line))
  } catch {
    // An error is an answer too: this text is not repaired.
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
}
