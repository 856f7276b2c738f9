internal import Telemetry

/// The form of every answer (access.md, Envelope).
enum Envelope {
    static func success(_ data: JSONValue, pagination: Pagination?, at now: Timestamp) -> JSONValue {
        var fields = [JSONField("status", "success"), JSONField("data", data), JSONField("meta", meta(now))]
        if let pagination { fields.append(JSONField("pagination", pagination.json)) }
        return .object(fields)
    }

    static func error(_ error: APIError, at now: Timestamp) -> JSONValue {
        var fields = [JSONField("code", .string(error.code)), JSONField("message", .string(error.message))]
        if !error.faults.isEmpty {
            let list = error.faults.map { fault -> JSONValue in
                ["field": .string(fault.field), "message": .string(fault.message)]
            }
            fields.append(JSONField("detail", .array(list)))
        } else if let detail = error.detail {
            fields.append(JSONField("detail", detail))
        }
        return ["status": "error", "error": .object(fields), "meta": meta(now)]
    }

    private static func meta(_ now: Timestamp) -> JSONValue {
        ["timestamp": .of(now), "version": "v1.0"]
    }
}
