// Written by hand from the agreed contract until the program prints its OpenAPI text; then
// `npm run types` makes this file and nobody edits it.

type Nullable<T> = T | null;

interface Paged<T> {
  items: T[];
  next: Nullable<string>;
  total?: Nullable<number>;
}

export interface components {
  schemas: {
    Me: { id: Nullable<number>; email: Nullable<string>; name: string; role: Role; must_change_password: boolean };
    User: {
      id: number;
      email: string;
      name: string;
      role: Role;
      is_disabled: boolean;
      must_change_password: boolean;
      created: string;
      last_seen: Nullable<string>;
    };
    UserCreated: { user: components['schemas']['User']; one_time_password: string };
    PasswordReset: { one_time_password: string };
    ApiKey: {
      id: number;
      name: string;
      role: Role;
      scopes: string[];
      created: string;
      created_by: string;
      last_used: Nullable<string>;
      expires: Nullable<string>;
      is_revoked: boolean;
    };
    ApiKeyCreated: { key: components['schemas']['ApiKey']; secret: string };
    AuditEntry: {
      id: number;
      at: string;
      who: string;
      action: string;
      kind: string;
      key: string;
      before: Nullable<Record<string, unknown>>;
      after: Nullable<Record<string, unknown>>;
    };
    Settings: {
      organisation: string;
      currency: string;
      time_zone: string;
      ltv_threshold_cents: Nullable<number>;
      gross_margin_threshold_pct: number;
      default_gross_margin_pct: number;
      discount_pct: number;
      matrix: '3x3' | '2x2';
    };
    Status: {
      version: string;
      organisation: Nullable<string>;
      currency: string;
      accounts: number;
      today: string;
      last_scored: Nullable<string>;
    };
    Job: {
      id: number;
      kind: string;
      state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
      progress_pct: Nullable<number>;
      message: Nullable<string>;
      run_at: string;
      attempts: number;
      created: string;
      started: Nullable<string>;
      finished: Nullable<string>;
      error: Nullable<string>;
    };
    Metric: {
      id: string;
      label: string;
      group: string;
      unit: string;
      direction: 'more' | 'less' | 'neither';
      window: string;
      formula: string;
      facts: string[];
      source: string;
    };
    CardSummary: { key: string; name: string; kind: string; version: number; state: string; published: Nullable<string> };
    CardBand: { id: string; label: string; from: number; to: number };
    ScalePoint: { value: number; score: number };
    CardMeasure: {
      id: string;
      label: string;
      source: 'metric' | 'rating';
      ref: string;
      weight_pct: number;
      unit: string;
      help: string;
      low_end: Nullable<string>;
      high_end: Nullable<string>;
      scale: components['schemas']['ScalePoint'][];
    };
    CardGroup: { id: string; label: string; weight_pct: number; measures: components['schemas']['CardMeasure'][] };
    Card: {
      key: string;
      name: string;
      kind: string;
      version: number;
      low: number;
      high: number;
      min_coverage_pct: number;
      bands: components['schemas']['CardBand'][];
      groups: components['schemas']['CardGroup'][];
    };
    ScoreDays: { first: Nullable<string>; last: Nullable<string>; today: string; days: string[] };
    PortfolioRow: {
      key: string;
      name: string;
      owner: Nullable<string>;
      lifecycle: Nullable<string>;
      stage: Nullable<string>;
      size_band: Nullable<string>;
      location: Nullable<string>;
      industry: Nullable<string>;
      use_case: Nullable<string>;
      plan: Nullable<string>;
      cell: Nullable<string>;
      cell_label: Nullable<string>;
      health: Nullable<number>;
      health_band: Nullable<string>;
      health_coverage_pct: Nullable<number>;
      health_before: Nullable<number>;
      maturity: Nullable<number>;
      maturity_band: Nullable<string>;
      arr_cents: Nullable<number>;
      renewal_days: Nullable<number>;
      values: Nullable<number>[];
    };
    BandTotal: { band: Nullable<string>; count: number; arr_cents: number };
    PortfolioTotals: {
      accounts: number;
      arr_cents: number;
      health_mean: Nullable<number>;
      health_known: number;
      maturity_mean: Nullable<number>;
      maturity_known: number;
      by_health_band: components['schemas']['BandTotal'][];
    };
    Portfolio: {
      day: string;
      total: number;
      offset: number;
      rows: components['schemas']['PortfolioRow'][];
      columns: string[];
      totals: components['schemas']['PortfolioTotals'];
    };
    Facet: { field: string; label: string; values: { value: Nullable<string>; count: number }[] };
    MatrixAxis: { card: string; label: string; bands: components['schemas']['CardBand'][] };
    MatrixCell: {
      id: string;
      x: string;
      y: string;
      label: string;
      action: string;
      why: string;
      is_economic: boolean;
      count: number;
      share_pct: number;
      arr_cents: number;
      arr_share_pct: number;
    };
    MatrixUnknown: {
      count: number;
      arr_cents: number;
      by_health: { y: string; count: number; arr_cents: number }[];
      reasons: { id: string; label: string; next_step: string; count: number; arr_cents: number }[];
    };
    MatrixPoint: {
      key: string;
      name: string;
      health: number;
      maturity: Nullable<number>;
      arr_cents: number;
      cell: string;
    };
    Matrix: {
      day: string;
      preset: '3x3' | '2x2';
      x: components['schemas']['MatrixAxis'];
      y: components['schemas']['MatrixAxis'];
      cells: components['schemas']['MatrixCell'][];
      unknown: components['schemas']['MatrixUnknown'];
      customers: number;
      arr_cents: number;
      left_count: number;
      prospects: number;
      points: components['schemas']['MatrixPoint'][];
      points_total: number;
    };
    MatrixHistory: {
      days: string[];
      cells: { id: string; counts: number[]; arr_cents: number[] }[];
      unknown: { id: string; counts: number[]; arr_cents: number[] }[];
    };
    ScoreMeasure: {
      id: string;
      label: string;
      metric: Nullable<string>;
      unit: string;
      value: Nullable<number>;
      score: Nullable<number>;
      weight_pct: number;
      effective_weight_pct: number;
      points: number;
      note: Nullable<string>;
    };
    ScoreGroup: {
      id: string;
      label: string;
      weight_pct: number;
      effective_weight_pct: number;
      score: Nullable<number>;
      points: number;
      measures: components['schemas']['ScoreMeasure'][];
    };
    Score: {
      card: string;
      version: number;
      score: Nullable<number>;
      band: Nullable<string>;
      coverage_pct: number;
      freshness_days: Nullable<number>;
      missing_reason: Nullable<string>;
      groups: components['schemas']['ScoreGroup'][];
    };
    StandingCell: { id: string; label: string; action: string; why: string; playbook?: Nullable<string> };
    Standing: {
      day: string;
      account: components['schemas']['Account'];
      arr_cents: Nullable<number>;
      renewal: Nullable<string>;
      renewal_days: Nullable<number>;
      health: Nullable<components['schemas']['Score']>;
      maturity: Nullable<components['schemas']['Score']>;
      cell: Nullable<components['schemas']['StandingCell']>;
    };
    ScoreChange: {
      from: Nullable<number>;
      to: Nullable<number>;
      parts: { id: string; label: string; points: number }[];
      reweighting: number;
    };
    Change: { health: Nullable<components['schemas']['ScoreChange']>; maturity: Nullable<components['schemas']['ScoreChange']> };
    Trend: { days: string[]; health: Nullable<number>[]; maturity: Nullable<number>[]; arr_cents: Nullable<number>[] };
    AccountMetric: { id: string; value: Nullable<number> };
    Usage: {
      days: string[];
      events: { name: string; label: string; is_advanced: boolean; counts: number[] }[];
      active_users: Nullable<number>[];
    };
    Rating: { id: string; label: string; question: string; low_end: string; high_end: string; help: string };
    RatingGroup: { id: string; label: string; weight_pct: number; ratings: components['schemas']['Rating'][] };
    Ratings: { groups: components['schemas']['RatingGroup'][] };
    View: { id: number; name: string; page: string; state: Record<string, unknown>; owner: string };
    ViewIn: { name: string; page: string; state: Record<string, unknown> };
    SearchHit: {
      key: string;
      name: string;
      owner: Nullable<string>;
      health: Nullable<number>;
      health_band: Nullable<string>;
      arr_cents: Nullable<number>;
    };
    Account: FactBase & {
      name: string;
      parent: Nullable<string>;
      lifecycle: Nullable<string>;
      stage: Nullable<string>;
      employees: Nullable<number>;
      size_band: Nullable<string>;
      location: Nullable<string>;
      industry: Nullable<string>;
      use_case: Nullable<string>;
      adopter_type: Nullable<string>;
      owner: Nullable<string>;
      plan: Nullable<string>;
      seats: Nullable<number>;
      currency: Nullable<string>;
      start: Nullable<string>;
      churned: Nullable<string>;
      churn_reason: Nullable<string>;
      acquisition_cost_cents: Nullable<number>;
      gross_margin_pct: Nullable<number>;
      custom: Nullable<Record<string, unknown>>;
    };
    CustomField: {
      kind: 'account';
      name: string;
      label: Nullable<string>;
      type: 'text' | 'number' | 'day' | 'boolean';
      created?: string;
    };
    Contact: FactBase & {
      account: string;
      name: string;
      email: Nullable<string>;
      title: Nullable<string>;
      stakeholder_group: Nullable<string>;
      roles: string[];
      joined: Nullable<string>;
      left_day: Nullable<string>;
    };
    Subscription: FactBase & {
      account: string;
      product: Nullable<string>;
      plan: Nullable<string>;
      seats: Nullable<number>;
      amount_cents: number;
      currency: Nullable<string>;
      interval_months: number;
      start: string;
      ended: Nullable<string>;
      term_months: Nullable<number>;
      auto_renewal: Nullable<boolean>;
      notice_days: Nullable<number>;
    };
    Invoice: FactBase & {
      account: string;
      issued: string;
      due: Nullable<string>;
      paid: Nullable<string>;
      amount_cents: number;
      currency: Nullable<string>;
    };
    Ticket: FactBase & {
      account: string;
      contact: Nullable<string>;
      vehicle: Nullable<string>;
      priority: Nullable<string>;
      subject: Nullable<string>;
      opened: string;
      first_response: Nullable<string>;
      understood: Nullable<string>;
      solved: Nullable<string>;
      closed: Nullable<string>;
      reopened_count: Nullable<number>;
      escalated: Nullable<string>;
      satisfaction: Nullable<number>;
    };
    Interaction: FactBase & {
      account: string;
      contacts: string[];
      kind: string;
      at: string;
      direction: Nullable<string>;
      summary: Nullable<string>;
      sentiment: Nullable<number>;
      author: Nullable<string>;
    };
    Assessment: FactBase & {
      account: string;
      day: string;
      assessor: Nullable<string>;
      basis: 'survey' | 'interview' | 'observed';
      charter_clarity: Nullable<number>;
      charter_influence: Nullable<number>;
      charter_head: Nullable<number>;
      people_skill: Nullable<number>;
      people_size: Nullable<number>;
      people_record: Nullable<number>;
      process_quality: Nullable<number>;
      process_knowledge: Nullable<number>;
      process_integration: Nullable<number>;
      tech_tools: Nullable<number>;
      tech_reports: Nullable<number>;
      tech_complexity: Nullable<number>;
      evidence: Nullable<Record<string, string>>;
      note: Nullable<string>;
    };
    Churn: FactBase & {
      account: string;
      day: string;
      reason: Nullable<string>;
      amount_cents: Nullable<number>;
      is_reactivation: Nullable<boolean>;
      feedback: Nullable<string>;
    };
    Upload: {
      id: number;
      name: string;
      bytes: number;
      rows_estimate: Nullable<number>;
      created: string;
      created_by: string;
    };
    ImportColumn: {
      header: string;
      field: Nullable<string>;
      how: 'name' | 'synonym' | 'mapping' | 'custom' | 'ignored' | 'unmatched';
      note: Nullable<string>;
      sample: string[];
      date_order: Nullable<string>;
    };
    ImportExample: {
      line: number;
      column: Nullable<string>;
      value: Nullable<string>;
      reason: Nullable<string>;
    };
    ImportIssue: {
      severity: 'error' | 'warning' | 'info';
      code: string;
      text: string;
      count: number;
      examples: components['schemas']['ImportExample'][];
    };
    ImportFile: {
      name: string;
      kind: Nullable<string>;
      mapping: Nullable<string>;
      encoding: Nullable<string>;
      delimiter: Nullable<string>;
      rows: number;
      new: number;
      changed: number;
      unchanged: number;
      rejected: number;
      duplicates: number;
      is_refused: boolean;
      columns: components['schemas']['ImportColumn'][];
      issues: components['schemas']['ImportIssue'][];
      from: Nullable<string>;
      to: Nullable<string>;
    };
    ImportSummary: {
      id: number;
      state: 'checking' | 'ready' | 'importing' | 'done' | 'failed';
      message: Nullable<string>;
      mapping_name: Nullable<string>;
      rows_read: number;
      rows_new: number;
      rows_changed: number;
      rows_unchanged: number;
      rows_rejected: number;
      created: string;
      created_by: string;
      finished: Nullable<string>;
    };
    Import: components['schemas']['ImportSummary'] & {
      job_id: Nullable<number>;
      progress_pct: Nullable<number>;
      mapping: Nullable<Record<string, unknown>>;
      date_order: Nullable<'ymd' | 'dmy' | 'mdy'>;
      uploads: number[];
      files: components['schemas']['ImportFile'][];
    };
    ImportTarget: {
      name: string;
      label: string;
      type: 'text' | 'choice' | 'whole' | 'number' | 'money' | 'yes_no' | 'day' | 'time' | 'list';
      required: boolean;
      help: Nullable<string>;
      choices: string[];
    };
    ImportKind: {
      kind: string;
      label: string;
      has_custom: boolean;
      fields: components['schemas']['ImportTarget'][];
    };
    SavedMapping: {
      name: string;
      mapping: Record<string, unknown>;
      is_builtin?: boolean;
      created?: Nullable<string>;
      created_by?: Nullable<string>;
    };
  };
}

type Role = 'viewer' | 'manager' | 'admin';

interface FactBase {
  key: string;
  known?: Nullable<string>;
  created?: string;
  updated?: string;
}

type S = components['schemas'];
type Reply<T> = { headers: Record<string, unknown>; content: { 'application/json': T } };
type Parameters<Query, Path> = { query?: Query; header?: never; path: Path; cookie?: never };
type Get<T, Query = never, Path = never> = {
  parameters: [Path] extends [never] ? { query?: Query; path?: never } : Parameters<Query, Path>;
  requestBody?: never;
  responses: { 200: Reply<T> };
};
type Send<Body, T, Path = never> = {
  parameters: [Path] extends [never] ? { path?: never } : Parameters<never, Path>;
  requestBody: { content: { 'application/json': Body } };
  responses: { 200: Reply<T> };
};
type Act<T, Path = never> = {
  parameters: [Path] extends [never] ? { path?: never } : Parameters<never, Path>;
  requestBody?: never;
  responses: { 200: Reply<T> };
};
type Key = { key: string };
type Id = { id: number };
type ListQuery = { limit?: number; after?: string; sort?: string; q?: string; filter?: string };
type Collection<T> = { get: Get<Paged<T>, ListQuery>; post: Send<Partial<T>, T> };
type Member<T> = { get: Get<T, never, Key>; patch: Send<Partial<T>, T, Key>; delete: Act<void, Key> };
type Choice = { day?: string; filter?: string; q?: string };

export interface paths {
  '/api/v1/login': { post: Send<{ email: string; password: string }, S['Me']> };
  '/api/v1/logout': { post: Act<void> };
  '/api/v1/me': { get: Get<S['Me']> };
  '/api/v1/me/password': { post: Send<{ old_password: string; new_password: string }, S['Me']> };
  '/api/v1/users': {
    get: Get<{ items: S['User'][] }>;
    post: Send<{ email: string; name: string; role: Role }, S['UserCreated']>;
  };
  '/api/v1/users/{id}': {
    patch: Send<{ name?: string; role?: Role; is_disabled?: boolean }, S['User'], Id>;
    delete: Act<void, Id>;
  };
  '/api/v1/users/{id}/password-reset': { post: Act<S['PasswordReset'], Id> };
  '/api/v1/keys': {
    get: Get<{ items: S['ApiKey'][] }>;
    post: Send<{ name: string; role: Role; scopes: string[]; expires?: string }, S['ApiKeyCreated']>;
  };
  '/api/v1/keys/{id}': { delete: Act<void, Id> };
  '/api/v1/audit': {
    get: Get<
      Paged<S['AuditEntry']>,
      { who?: string; kind?: string; key?: string; from?: string; to?: string; limit?: number; after?: string }
    >;
  };
  '/api/v1/settings': { get: Get<S['Settings']>; patch: Send<Partial<S['Settings']>, S['Settings']> };
  '/api/v1/status': { get: Get<S['Status']> };
  '/api/v1/jobs': { get: Get<{ items: S['Job'][] }> };
  '/api/v1/jobs/{id}': { get: Get<S['Job'], never, Id> };
  '/api/v1/jobs/{id}/cancel': { post: Act<S['Job'], Id> };
  '/api/v1/jobs/{id}/retry': { post: Act<S['Job'], Id> };
  '/api/v1/score': { post: Send<{ from?: string; to?: string; every: 'day' | 'week' | 'month' }, S['Job']> };

  '/api/v1/accounts': Collection<S['Account']>;
  '/api/v1/accounts/{key}': Member<S['Account']>;
  '/api/v1/custom-fields': {
    get: Get<{ items: S['CustomField'][] }, { kind?: 'account' }>;
    post: Send<S['CustomField'], S['CustomField']>;
  };
  '/api/v1/contacts': Collection<S['Contact']>;
  '/api/v1/contacts/{key}': Member<S['Contact']>;
  '/api/v1/subscriptions': Collection<S['Subscription']>;
  '/api/v1/subscriptions/{key}': Member<S['Subscription']>;
  '/api/v1/invoices': Collection<S['Invoice']>;
  '/api/v1/invoices/{key}': Member<S['Invoice']>;
  '/api/v1/tickets': Collection<S['Ticket']>;
  '/api/v1/tickets/{key}': Member<S['Ticket']>;
  '/api/v1/interactions': Collection<S['Interaction']>;
  '/api/v1/interactions/{key}': Member<S['Interaction']>;
  '/api/v1/assessments': Collection<S['Assessment']>;
  '/api/v1/assessments/{key}': Member<S['Assessment']>;
  '/api/v1/churns': Collection<S['Churn']>;
  '/api/v1/churns/{key}': Member<S['Churn']>;
  '/api/v1/accounts/{key}/usage': { get: Get<S['Usage'], { from?: string; to?: string; by?: 'day' | 'week' }, Key> };

  '/api/v1/metrics': { get: Get<{ items: S['Metric'][] }> };
  '/api/v1/cards': { get: Get<{ items: S['CardSummary'][] }> };
  '/api/v1/cards/{key}': { get: Get<S['Card'], never, Key> };
  '/api/v1/days': { get: Get<S['ScoreDays']> };
  '/api/v1/portfolio': {
    get: Get<S['Portfolio'], Choice & { sort?: string; offset?: number; limit?: number; columns?: string }>;
  };
  '/api/v1/portfolio/facets': { get: Get<{ items: S['Facet'][] }, { day?: string }> };
  '/api/v1/matrix': { get: Get<S['Matrix'], { day?: string; preset?: '3x3' | '2x2'; filter?: string }> };
  '/api/v1/matrix/history': {
    get: Get<
      S['MatrixHistory'],
      { from?: string; to?: string; step?: 'day' | 'week' | 'month'; preset?: '3x3' | '2x2' }
    >;
  };
  '/api/v1/accounts/{key}/standing': { get: Get<S['Standing'], { day?: string }, Key> };
  '/api/v1/accounts/{key}/change': { get: Get<S['Change'], { from?: string; to?: string }, Key> };
  '/api/v1/accounts/{key}/trend': { get: Get<S['Trend'], { from?: string; to?: string }, Key> };
  '/api/v1/accounts/{key}/metrics': { get: Get<{ items: S['AccountMetric'][] }, { day?: string }, Key> };
  '/api/v1/ratings': { get: Get<S['Ratings']> };
  '/api/v1/views': { get: Get<{ items: S['View'][] }>; post: Send<S['ViewIn'], S['View']> };
  '/api/v1/views/{id}': { delete: Act<void, Id> };
  '/api/v1/search': { get: Get<{ items: S['SearchHit'][] }, { q: string }> };

  '/api/v1/imports': {
    get: Get<Paged<S['ImportSummary']>, { limit?: number; after?: string }>;
    post: Send<{ uploads: number[]; mapping?: Nullable<Record<string, unknown>>; dry_run: boolean }, S['Import']>;
  };
  '/api/v1/imports/{id}': { get: Get<S['Import'], never, Id>; delete: Act<void, Id> };
  '/api/v1/imports/{id}/mapping': { post: Send<{ mapping: Nullable<Record<string, unknown>> }, S['Import'], Id> };
  '/api/v1/imports/{id}/commit': { post: Act<S['Import'], Id> };
  '/api/v1/import-fields': { get: Get<{ kinds: S['ImportKind'][] }> };
  '/api/v1/mappings': { get: Get<{ items: S['SavedMapping'][] }>; post: Send<S['SavedMapping'], S['SavedMapping']> };
  '/api/v1/mappings/{name}': { delete: Act<void, { name: string }> };
}
