// MQTT.js with node-postgres: messages gather while a batch of them is inserted by UNNEST.
import { connectAsync } from 'mqtt'
import pg from 'pg'

const BATCH = 10_000
const INSERT = `
INSERT INTO peer_reading (topic, measured_at, value)
SELECT topic, to_timestamp(ms / 1000.0), value
FROM unnest($1::text[], $2::float8[], $3::float8[]) AS t (topic, ms, value)`

const { DSN, MESSAGES, MQTT_PORT, MQTT_USERNAME, MQTT_PASSWORD, READINGS_FILTER } = process.env
const say = (word) => console.log(word, Number(process.hrtime.bigint()) / 1e9)

const pool = new pg.Pool({ connectionString: DSN })
let waiting = { topics: [], times: [], values: [] }
let storing = false
let stored = 0

async function store() {
  storing = true
  while (waiting.topics.length > 0) {
    const { topics, times, values } = waiting
    waiting = { topics: [], times: [], values: [] }
    for (let from = 0; from < topics.length; from += BATCH) {
      const columns = [topics, times, values].map((column) => column.slice(from, from + BATCH))
      await pool.query({ name: 'store', text: INSERT, values: columns })
    }
    stored += topics.length
  }
  storing = false
  if (stored === Number(MESSAGES)) say('stored')
}

const client = await connectAsync(`mqtt://127.0.0.1:${MQTT_PORT}`, {
  username: MQTT_USERNAME,
  password: MQTT_PASSWORD,
})
client.on('message', (topic, payload) => {
  const { value, time } = JSON.parse(payload)
  waiting.topics.push(topic)
  waiting.times.push(time)
  waiting.values.push(value)
  if (!storing) setImmediate(store), (storing = true)
})
await client.subscribeAsync(READINGS_FILTER, { qos: 1 })
say('subscribed')
