internal import Crypto
internal import Glibc
internal import HTTPTypes
internal import HubTenancy
internal import Hummingbird
internal import NIOCore
internal import NIOPosix

/// Serves the console's files from one folder, read anew for each request, so that a set-up while the hub runs is seen.
///
/// Only files below the folder, links followed, are served; names that begin with a dot are not there. An `ETag` of the
/// content lets browsers keep what has not changed. Without the browser's libraries the page says how to fetch them.
struct StaticFiles: Sendable {
    private static let bytesMax = 16 << 20
    private static let types = [
        "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8",
        "json": "application/json; charset=utf-8", "svg": "image/svg+xml", "png": "image/png", "ico": "image/x-icon",
        "woff2": "font/woff2", "webmanifest": "application/manifest+json", "txt": "text/plain; charset=utf-8",
    ]

    let folder: String
    let pool: NIOThreadPool

    func respond(_ request: Request) async throws -> Response {
        guard request.method == .get || request.method == .head, !request.uri.path.hasPrefix("/api/"),
            !request.uri.path.hasPrefix("/sync/"), let name = Self.name(request.uri.path)
        else { throw APIError.notFound("path") }
        if name == "index.html", try await !hasLibraries() { return Self.withoutLibraries() }
        guard let type = Self.types[name.split(separator: ".").last.map { $0.lowercased() } ?? ""],
            let bytes = try await read(name)
        else { throw APIError.notFound("path") }
        let tag = "\"\(Base64.encode(Array(SHA256.hash(data: bytes).prefix(12))))\""
        let headers: HTTPFields = [.eTag: tag, .cacheControl: "no-cache"]
        if request.headers[.ifNoneMatch]?.split(separator: ",").contains(where: { String($0).trimmed == tag }) == true {
            return Response(status: .notModified, headers: headers)
        }
        var response = Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        response.headers[.contentType] = type
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// Whether the browser's libraries have been fetched.
    func hasLibraries() async throws -> Bool {
        let path = folder + "/vendor"
        return try await pool.runIfActive {
            var status = stat()
            return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        }
    }

    /// The file's name within the folder; nothing when the path could lead out of it or names something hidden.
    static func name(_ path: String) -> String? {
        let decoded = PercentCoding.decode(path) ?? ""
        guard decoded.hasPrefix("/"), !decoded.utf8.contains(0), !decoded.contains("\\") else { return nil }
        let parts = decoded.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        if parts == [""] { return "index.html" }
        guard parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }) else { return nil }
        return parts.joined(separator: "/")
    }

    private func read(_ name: String) async throws -> [UInt8]? {
        let folder = folder
        return try await pool.runIfActive { Self.read(name, in: folder) }
    }

    private static func read(_ name: String, in folder: String) -> [UInt8]? {
        guard let root = resolved(folder), let path = resolved("\(folder)/\(name)"), path.hasPrefix(root + "/"),
            let file = fopen(path, "rb")
        else { return nil }
        defer { fclose(file) }
        var status = stat()
        guard fstat(fileno(file), &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= bytesMax else {
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        let count = fread(&bytes, 1, bytes.count, file)
        return count == bytes.count ? bytes : nil
    }

    /// The real path, with all links followed.
    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    private static func withoutLibraries() -> Response {
        let page = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Millwright</title></head><body>
            <h1>The console's browser libraries are missing</h1>
            <p>The hub and its API run. To fetch the libraries, run this in the project's folder and reload:</p>
            <pre>make web</pre></body></html>
            """
        return Response(
            status: .serviceUnavailable,
            headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: page)))
    }
}
