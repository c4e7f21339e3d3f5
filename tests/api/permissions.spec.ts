// Who may call what: every endpoint, tried by nobody, a viewer, a manager, an admin and an API key.
import { expect, test } from '../support/fixtures.ts';
import { CALLERS, type Caller, KEY } from '../support/people.ts';

type Least = 'nobody' | 'viewer' | 'manager' | 'admin';

const KINDS = [
  'accounts',
  'contacts',
  'subscriptions',
  'invoices',
  'tickets',
  'interactions',
  'assessments',
  'churns',
  'events',
  'goals',
  'measurements',
  'touches',
  'advocacy',
  'opportunities',
  'responses',
];

/** The least role that may call an endpoint; written by hand, so that a slip in a row shows. */
const LEAST: Record<string, Least> = {
  'GET /healthz': 'nobody',
  'GET /metrics': 'nobody',
  'GET /api/v1/openapi.json': 'nobody',
  'POST /api/v1/login': 'nobody',
  'POST /api/v1/logout': 'nobody',
  'GET /api/v1/me': 'viewer',
  'POST /api/v1/me/password': 'viewer',
  'GET /api/v1/users': 'admin',
  'POST /api/v1/users': 'admin',
  'PATCH /api/v1/users/{id}': 'admin',
  'DELETE /api/v1/users/{id}': 'admin',
  'POST /api/v1/users/{id}/password-reset': 'admin',
  'GET /api/v1/keys': 'admin',
  'POST /api/v1/keys': 'admin',
  'DELETE /api/v1/keys/{id}': 'admin',
  'GET /api/v1/audit': 'admin',
  'GET /api/v1/jobs': 'viewer',
  'GET /api/v1/jobs/{id}': 'viewer',
  'POST /api/v1/jobs/{id}/cancel': 'manager',
  'POST /api/v1/jobs/{id}/retry': 'manager',
  'GET /s/survey.css': 'nobody',
  'GET /s/{token}': 'nobody',
  'POST /s/{token}': 'nobody',
  'GET /s/{token}/unsubscribe': 'nobody',
  'POST /s/{token}/unsubscribe': 'nobody',
  'GET /api/v1/surveys': 'viewer',
  'POST /api/v1/surveys': 'manager',
  'GET /api/v1/surveys/{key}': 'viewer',
  'PATCH /api/v1/surveys/{key}': 'manager',
  'DELETE /api/v1/surveys/{key}': 'manager',
  'POST /api/v1/surveys/{key}/open': 'manager',
  'POST /api/v1/surveys/{key}/close': 'manager',
  'POST /api/v1/surveys/{key}/send': 'manager',
  'POST /api/v1/survey-preview': 'viewer',
  'GET /api/v1/surveys/{key}/mail': 'viewer',
  'GET /api/v1/surveys/{key}/invitations': 'viewer',
  'POST /api/v1/surveys/{key}/invitations': 'manager',
  'POST /api/v1/surveys/{key}/invitations/{id}/retry': 'manager',
  'GET /api/v1/survey-settings': 'viewer',
  'PATCH /api/v1/survey-settings': 'admin',
  'GET /api/v1/survey-opt-outs': 'viewer',
  'POST /api/v1/survey-opt-outs': 'manager',
  'DELETE /api/v1/survey-opt-outs/{email}': 'manager',
  'GET /api/v1/mail-settings': 'admin',
  'PATCH /api/v1/mail-settings': 'admin',
  'POST /api/v1/mail-settings/test': 'admin',
  'GET /api/v1/custom-fields': 'viewer',
  'POST /api/v1/custom-fields': 'manager',
  'PATCH /api/v1/custom-fields/{kind}/{name}': 'manager',
  'DELETE /api/v1/custom-fields/{kind}/{name}': 'manager',
  'GET /api/v1/accounts/{key}/usage': 'viewer',
  'GET /api/v1/accounts/{key}/users': 'viewer',
  'GET /api/v1/events/live': 'viewer',
  'GET /api/v1/events/rate': 'viewer',
  'GET /api/v1/set-aside': 'viewer',
  'GET /api/v1/set-aside.csv': 'viewer',
  'GET /api/v1/set-aside.json': 'viewer',
  'GET /api/v1/set-aside/{id}': 'viewer',
  'DELETE /api/v1/set-aside/{id}': 'manager',
  'POST /api/v1/set-aside/clear': 'manager',
  'POST /api/v1/set-aside/resend': 'manager',
  'GET /api/v1/event-settings': 'viewer',
  'PATCH /api/v1/event-settings': 'admin',
  'GET /api/v1/event-rules': 'viewer',
  'POST /api/v1/event-rules': 'manager',
  'POST /api/v1/event-rules/preview': 'viewer',
  'DELETE /api/v1/event-rules/{id}': 'manager',
  'GET /api/v1/event-traits': 'viewer',
  'PATCH /api/v1/event-traits': 'manager',
  'POST /api/v1/usage': 'manager',
  'GET /api/v1/settings': 'viewer',
  'PATCH /api/v1/settings': 'admin',
  'GET /api/v1/metrics': 'viewer',
  'GET /api/v1/own-metrics': 'viewer',
  'POST /api/v1/own-metrics': 'manager',
  'GET /api/v1/own-metrics/{id}': 'viewer',
  'PATCH /api/v1/own-metrics/{id}': 'manager',
  'DELETE /api/v1/own-metrics/{id}': 'manager',
  'POST /api/v1/own-metrics/preview': 'viewer',
  'GET /api/v1/own-metric-facts': 'viewer',
  'GET /api/v1/days': 'viewer',
  'GET /api/v1/status': 'viewer',
  'GET /api/v1/matrix': 'viewer',
  'GET /api/v1/matrix/flow': 'viewer',
  'GET /api/v1/matrix/flow/accounts': 'viewer',
  'GET /api/v1/matrix/fate': 'viewer',
  'GET /api/v1/matrix/history': 'viewer',
  'GET /api/v1/matrices': 'viewer',
  'POST /api/v1/matrices': 'admin',
  'POST /api/v1/matrices/preview': 'viewer',
  'GET /api/v1/matrices/{key}': 'viewer',
  'PUT /api/v1/matrices/{key}': 'admin',
  'DELETE /api/v1/matrices/{key}': 'admin',
  'POST /api/v1/matrices/{key}/restore': 'admin',
  'POST /api/v1/what-if': 'viewer',
  'POST /api/v1/what-if/portfolio': 'viewer',
  'GET /api/v1/cards': 'viewer',
  'GET /api/v1/cards/{key}': 'viewer',
  'POST /api/v1/cards': 'manager',
  'GET /api/v1/cards/{key}/diff': 'viewer',
  'GET /api/v1/cards/{key}/draft': 'viewer',
  'POST /api/v1/cards/{key}/draft': 'manager',
  'PATCH /api/v1/cards/{key}/draft': 'manager',
  'DELETE /api/v1/cards/{key}/draft': 'manager',
  'POST /api/v1/cards/{key}/draft/compare': 'viewer',
  'GET /api/v1/cards/{key}/draft/accounts': 'viewer',
  'POST /api/v1/cards/{key}/draft/publish': 'admin',
  'POST /api/v1/cards/{key}/retire': 'admin',
  'POST /api/v1/cards/order': 'admin',
  'GET /api/v1/histogram': 'viewer',
  'GET /api/v1/prospects': 'viewer',
  'GET /api/v1/ratings': 'viewer',
  'GET /api/v1/accounts/{key}/standing': 'viewer',
  'GET /api/v1/accounts/{key}/maturity': 'viewer',
  'GET /api/v1/survey-results': 'viewer',
  'GET /api/v1/survey-results.csv': 'viewer',
  'GET /api/v1/accounts/{key}/change': 'viewer',
  'GET /api/v1/accounts/{key}/trend': 'viewer',
  'GET /api/v1/accounts/{key}/metrics': 'viewer',
  'GET /api/v1/accounts/{key}/ledger': 'viewer',
  'GET /api/v1/ledger': 'viewer',
  'GET /api/v1/compare/suggestions': 'viewer',
  'GET /api/v1/ledger.csv': 'viewer',
  'GET /api/v1/accounts/{key}/metrics/{id}/facts': 'viewer',
  'POST /api/v1/score': 'manager',
  'GET /api/v1/forecast/retention': 'viewer',
  'GET /api/v1/forecast/retention.csv': 'viewer',
  'GET /api/v1/forecast/revenue': 'viewer',
  'GET /api/v1/forecast/revenue.csv': 'viewer',
  'GET /api/v1/forecast/revenue/movers': 'viewer',
  'GET /api/v1/forecast/revenue/movers.csv': 'viewer',
  'GET /api/v1/forecast/risk': 'viewer',
  'GET /api/v1/forecast/risk.csv': 'viewer',
  'GET /api/v1/accounts/{key}/risk': 'viewer',
  'POST /api/v1/forecast/train': 'manager',
  'GET /api/v1/forecast/models': 'viewer',
  'GET /api/v1/forecast/models/{id}': 'viewer',
  'GET /api/v1/forecast/cohorts': 'viewer',
  'GET /api/v1/forecast/cohorts.csv': 'viewer',
  'GET /api/v1/forecast/renewals': 'viewer',
  'GET /api/v1/forecast/renewals.csv': 'viewer',
  'GET /api/v1/forecast/value': 'viewer',
  'GET /api/v1/forecast/value.csv': 'viewer',
  'GET /api/v1/accounts/{key}/value': 'viewer',
  'GET /api/v1/simulate': 'viewer',
  'GET /api/v1/simulate.csv': 'viewer',
  'POST /api/v1/lab': 'viewer',
  'POST /api/v1/lab/weights': 'viewer',
  'GET /api/v1/segments': 'viewer',
  'POST /api/v1/segments': 'manager',
  'POST /api/v1/segments/preview': 'viewer',
  'GET /api/v1/segments/{key}': 'viewer',
  'PATCH /api/v1/segments/{key}': 'manager',
  'DELETE /api/v1/segments/{key}': 'manager',
  'GET /api/v1/filter-fields': 'viewer',
  'GET /api/v1/segments/{key}/history': 'viewer',
  'GET /api/v1/segments/{key}/moves': 'viewer',
  'GET /api/v1/segment-report': 'viewer',
  'GET /api/v1/segment-report/separation': 'viewer',
  'GET /api/v1/portfolio': 'viewer',
  'GET /api/v1/portfolio.csv': 'viewer',
  'GET /api/v1/portfolio/facets': 'viewer',
  'GET /api/v1/search': 'viewer',
  'GET /api/v1/views': 'viewer',
  'POST /api/v1/views': 'manager',
  'DELETE /api/v1/views/{id}': 'manager',
  'POST /api/v1/uploads': 'manager',
  'GET /api/v1/imports': 'viewer',
  'POST /api/v1/imports': 'manager',
  'GET /api/v1/imports/{id}': 'viewer',
  'DELETE /api/v1/imports/{id}': 'manager',
  'POST /api/v1/imports/{id}/mapping': 'manager',
  'POST /api/v1/imports/{id}/commit': 'manager',
  'GET /api/v1/imports/{id}/rejects.csv': 'manager',
  'GET /api/v1/import-fields': 'viewer',
  'GET /api/v1/mappings': 'viewer',
  'POST /api/v1/mappings': 'manager',
  'DELETE /api/v1/mappings/{name}': 'manager',
  'GET /api/v1/sources': 'viewer',
  'POST /api/v1/sources': 'manager',
  'GET /api/v1/sources/{key}': 'viewer',
  'PATCH /api/v1/sources/{key}': 'manager',
  'DELETE /api/v1/sources/{key}': 'manager',
  'POST /api/v1/sources/{key}/rotate': 'manager',
  'GET /api/v1/instruments': 'viewer',
  'GET /api/v1/instruments/{id}': 'viewer',
  'POST /api/v1/instruments': 'manager',
  'GET /api/v1/instruments/{id}/draft': 'viewer',
  'POST /api/v1/instruments/{id}/draft': 'manager',
  'PATCH /api/v1/instruments/{id}/draft': 'manager',
  'DELETE /api/v1/instruments/{id}/draft': 'manager',
  'POST /api/v1/instruments/{id}/draft/publish': 'manager',
  'POST /api/v1/instruments/{id}/retire': 'manager',
  'GET /api/v1/event-limits': 'viewer',
  'PATCH /api/v1/event-limits': 'admin',
};
for (const kind of KINDS) {
  LEAST[`GET /api/v1/${kind}`] = 'viewer';
  LEAST[`GET /api/v1/${kind}/{key}`] = 'viewer';
  LEAST[`POST /api/v1/${kind}`] = 'manager';
  LEAST[`PATCH /api/v1/${kind}/{key}`] = 'manager';
  LEAST[`DELETE /api/v1/${kind}/{key}`] = 'manager';
}

const RANK: Record<Least, number> = { nobody: 0, viewer: 1, manager: 2, admin: 3 };

/** 401 for who must log in, 403 for who may not; undefined for who may. */
function refusal(caller: Caller, least: Least, area: string): number | undefined {
  if (least === 'nobody') return undefined;
  if (caller === 'nobody') return 401;
  if (caller !== 'key') return RANK[caller] < RANK[least] ? 403 : undefined;
  const inScope = area === 'me' || KEY.scopes.some((scope) => scope.startsWith(`${area}:`));
  return inScope && RANK[KEY.role as Least] >= RANK[least] ? undefined : 403;
}

test('the table names every endpoint and no other', ({ openapi }) => {
  expect(Object.keys(LEAST).sort()).toEqual(openapi.endpoints().sort());
});

for (const [endpoint, least] of Object.entries(LEAST))
  test(`${endpoint} is for ${least === 'nobody' ? 'anybody' : `${least} and up`}`, async ({
    openapi,
    people,
  }) => {
    const [method = '', template = ''] = endpoint.split(' ');
    // Nothing that is there, so that those who may do no harm.
    const path = template.replace('{id}', '999999').replace(/\{\w+\}/g, 'no-such-thing');
    for (const caller of CALLERS) {
      // Logging out ends a session, so it is one made for it.
      const leaves = template.endsWith('/logout') && caller !== 'nobody' && caller !== 'key';
      const api = leaves ? await people.login(caller) : people.api(caller);
      const reply = await api.call(
        method,
        path.startsWith('/api/v1') ? path.slice('/api/v1'.length) : `/${path}`,
        {
          ...(method === 'GET' || method === 'DELETE' ? {} : { data: {} }),
        },
      );
      const expected = refusal(caller, least, openapi.areaOf(endpoint));
      if (expected) expect.soft(reply.status, caller).toBe(expected);
      else expect.soft([401, 403, 500], caller).not.toContain(reply.status);
    }
  });
