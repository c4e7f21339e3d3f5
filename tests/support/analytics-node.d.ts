// The old SDK comes without types.
declare module 'analytics-node' {
  export default class Analytics {
    constructor(writeKey: string, options?: object);
    flush(): Promise<unknown>;
  }
}
