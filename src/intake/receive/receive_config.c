#include "intake/receive/receive_config.h"

/* The SDK joins protocol and apiHost, and appends "/t", "/b" and so on. */
void receive_write_settings(const char *key, const char *host, bool is_tls, struct buf *out)
{
    AUTO_BUF api = {0};

    buf_printf(&api, "%s/v1", host ? host : "localhost");
    buf_str(out, "{\"integrations\":{\"Segment.io\":{\"apiKey\":");
    buf_json_str(out, key);
    buf_str(out, ",\"apiHost\":");
    buf_json_str(out, api.data);
    buf_printf(out, ",\"protocol\":\"%s\"", is_tls ? "https" : "http");
    buf_str(out, ",\"addBundledMetadata\":true,\"unbundledIntegrations\":[],"
                 "\"maybeBundledConfigIds\":{},\"versionSettings\":{\"version\":\"4.4.7\","
                 "\"componentTypes\":[\"browser\"]}}},"
                 "\"plan\":{\"track\":{\"__default\":{\"enabled\":true,\"integrations\":{}}},"
                 "\"identify\":{\"__default\":{\"enabled\":true}},"
                 "\"group\":{\"__default\":{\"enabled\":true}}},"
                 "\"edgeFunction\":{},\"analyticsNextEnabled\":true,\"middlewareSettings\":{},"
                 "\"enabledMiddleware\":{},\"metrics\":{\"sampleRate\":0},"
                 "\"legacyVideoPluginsEnabled\":false,\"remotePlugins\":[]}");
}

void receive_write_config(const char *key, const char *name, struct buf *out)
{
    buf_str(out, "{\"source\":{\"id\":");
    buf_json_str(out, key);
    buf_str(out, ",\"name\":");
    buf_json_str(out, name);
    buf_str(out, ",\"writeKey\":");
    buf_json_str(out, key);
    buf_str(out, ",\"enabled\":true,\"workspaceId\":\"ripen\","
                 "\"config\":{\"statsCollection\":{\"errors\":{\"enabled\":false},"
                 "\"metrics\":{\"enabled\":false}}},"
                 "\"sourceDefinition\":{\"name\":\"Javascript\",\"category\":null},"
                 "\"connections\":[],\"destinations\":[],\"dataplanes\":{}},"
                 "\"updatedAt\":\"2020-01-01T00:00:00.000Z\"}");
}
