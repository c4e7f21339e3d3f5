-- What wrk sends: calls of the Segment protocol, each event with a message id of its own. Words after --:
-- write key, events a request, milliseconds that a connection waits between two requests, a seed.
local key, per_request, wait_ms, seed
local thread_count = 0

function setup(thread)
  thread_count = thread_count + 1
  thread:set('number', thread_count)
end

-- Random letters for message ids, made once: making them anew for each event would be most of the load.
local POOL = 8192
local pool, tails, sent = {}, {}, 0

local function tail(i)
  local name = ({ 'Report opened', 'Data exported', 'Member invited', 'Search run', 'Comment added' })[i % 5 + 1]
  return table.concat({ '","type":"track","event":"', name, '","userId":"user-', i * 37 % 4000, '","context":{"groupId":"account-',
    i * 37 % 4000 % 200, '","library":{"name":"bench","version":"1.0.0"}},"properties":{"rows":', i * 7919 % 1000,
    ',"plan":"', ({ 'basic', 'team', 'company' })[i % 3 + 1], '"},"timestamp":"' })
end

function init(args)
  key, per_request, wait_ms, seed = args[1], tonumber(args[2]), tonumber(args[3]), tonumber(args[4])
  math.randomseed(seed * 100 + number)
  for i = 1, POOL do pool[i] = string.format('%08x', math.random(0, 0x7fffffff)) end
  for i = 1, POOL do tails[i] = tail(math.random(0, 1000000)) end
  wrk.method = 'POST'
  wrk.path = per_request == 1 and '/v1/track' or '/v1/batch'
  wrk.headers['X-Write-Key'] = key
  wrk.headers['Content-Type'] = 'application/json'
end

local parts = {}
local now, head_lines

-- The clock is asked and the headers are made only now and then: the two processors are to be the server's.
function request()
  if sent % 64 == 0 or not now then now = os.date('!%Y-%m-%dT%H:%M:%S') end
  local at = '.' .. string.format('%03d', sent % 1000) .. 'Z"}'
  local head, id = string.format('%x%02x', seed, number), nil
  local n = 0
  for _ = 1, per_request do
    sent = sent + 1
    id = string.format('%08x', sent)
    parts[n + 1] = n == 0 and '{"messageId":"' or ',{"messageId":"'
    parts[n + 2] = pool[math.random(POOL)]
    parts[n + 3] = pool[math.random(POOL)]
    parts[n + 4] = head
    parts[n + 5] = id
    parts[n + 6] = tails[math.random(POOL)]
    parts[n + 7] = now
    parts[n + 8] = at
    n = n + 8
  end
  local events = table.concat(parts, '', 1, n)
  if per_request > 1 then events = '{"batch":[' .. events .. ']}' end
  head_lines = head_lines or wrk.format(nil, nil, nil, 'x'):gsub('Content%-Length: 1\r\n', ''):sub(1, -4)
  return head_lines .. 'Content-Length: ' .. #events .. '\r\n\r\n' .. events
end

function delay()
  return wait_ms
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format('RESULT {"requests":%d,"seconds":%.3f,"bytes":%d,"bad":%d,"broken":%d,"p50_ms":%.3f,"p99_ms":%.3f,"longest_ms":%.3f}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, e.status, e.connect + e.read + e.write + e.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
