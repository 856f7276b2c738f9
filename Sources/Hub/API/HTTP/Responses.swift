internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore
internal import Telemetry

/// Makes responses of answers and errors, in the envelope.
enum Responses {
    static let json = "application/json; charset=utf-8"

    static func of(_ answer: APIAnswer, at now: Timestamp) -> Response {
        var response: Response
        switch answer.content {
        case .nothing:
            response = Response(status: answer.status)
        case .data(let value):
            response = json(answer.status, Envelope.success(value, pagination: nil, at: now))
        case .page(let value, let pagination):
            response = json(answer.status, Envelope.success(value, pagination: pagination, at: now))
        case .bare(let value):
            response = json(answer.status, value)
        case .bytes(let bytes, let type):
            response = Response(
                status: answer.status, headers: [.contentType: type],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .stream(let body, let type):
            response = Response(status: answer.status, headers: [.contentType: type], body: body)
        }
        for field in answer.headers { response.headers[field.name] = field.value }
        return response
    }

    static func of(_ error: APIError, at now: Timestamp) -> Response {
        var response = json(error.status, Envelope.error(error, at: now))
        if let seconds = error.retryAfterSeconds { response.headers[.retryAfter] = String(seconds) }
        if error.status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }

    private static func json(_ status: HTTPResponse.Status, _ value: JSONValue) -> Response {
        Response(
            status: status, headers: [.contentType: json, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSONWriter.bytes(value))))
    }
}
