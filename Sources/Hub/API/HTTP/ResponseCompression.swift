internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Compresses texts over 1 KB for clients that take gzip; streams go as they are.
enum ResponseCompression {
    static func apply(to response: Response, request: Request) async -> Response {
        guard let length = response.body.contentLength, length > Deflate.worthwhileBytes,
            response.headers[.contentEncoding] == nil, isText(response.headers[.contentType]),
            accepts(request.headers[.acceptEncoding]), let bytes = await collected(response.body),
            let compressed = Deflate.compress(bytes, wrapping: .gzip), compressed.count < length
        else { return response }
        var smaller = Response(
            status: response.status, headers: response.headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: compressed)))
        smaller.headers[.contentLength] = String(compressed.count)
        smaller.headers[.contentEncoding] = "gzip"
        let vary = response.headers[.vary].map { "\($0), Accept-Encoding" }
        smaller.headers[.vary] = vary ?? "Accept-Encoding"
        return smaller
    }

    private static func accepts(_ header: String?) -> Bool {
        (header ?? "").split(separator: ",").contains { coding in
            let parts = coding.split(separator: ";").map { String($0).trimmed }
            return parts.first == "gzip" && !parts.dropFirst().contains("q=0")
        }
    }

    private static func isText(_ type: String?) -> Bool {
        let type = type ?? ""
        return type.hasPrefix("text/") || type.hasPrefix("application/json") || type.hasPrefix("image/svg")
            || type.hasPrefix("application/manifest")
    }

    static func collected(_ body: ResponseBody) async -> [UInt8]? {
        let writer = BytesWriter()
        guard (try? await body.write(writer)) != nil else { return nil }
        return writer.bytes
    }
}

/// Takes a body into memory; only for bodies that are there already.
private final class BytesWriter: ResponseBodyWriter {
    private(set) var bytes: [UInt8] = []

    func write(_ buffer: ByteBuffer) async throws {
        bytes.append(contentsOf: buffer.readableBytesView)
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
