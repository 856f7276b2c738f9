internal import Foundation
internal import Glibc

/// A real PostgreSQL for tests: a cluster of its own in a temporary folder, on a unix socket and a loopback port.
///
/// Databases are made from it by the hundred (`makeDatabase`); it is stopped by its process id when the object goes
/// and when the test process exits. Run as root it drops to the user `postgres`, as the server insists.
public final class PostgresServer: @unchecked Sendable {
    // Unchecked because `process` changes only in start, stop and kill, which a test calls one after the other.
    /// On loopback.
    public let port: Int
    private let folder: TemporaryFolder
    private let settings: [String: String]
    private var process: ChildProcess?

    /// Makes a cluster, starts it, and waits until it answers; `settings` are added to postgresql.conf.
    public static func start(settings: [String: String] = [:]) async throws -> PostgresServer {
        let server = try PostgresServer(settings: settings)
        try await server.makeCluster()
        try await server.startAgain()
        return server
    }

    private init(settings: [String: String]) throws {
        // A short name: the path of a unix socket has at most 107 characters.
        folder = try TemporaryFolder("pg")
        port = FreePort.take()
        self.settings = settings
    }

    /// Starts it again on the same port, with its data.
    public func startAgain() async throws {
        let started = try ChildProcess(Self.asUser, Self.command("postgres", ["-D", folder.file("data")]))
        process = started
        PostgresServerRegistry.shared.add(self)
        try await waitUntil("PostgreSQL accepts connections", within: .seconds(30)) {
            guard started.isRunning else { throw WaitingTimedOut(description: "it ended: \(started.output)") }
            return try await self.tool("pg_isready", ["-h", self.folder.path, "-p", "\(self.port)"]) == .exited(0)
        }
    }

    /// Ends it as a system does: sessions are cut, everything is written.
    public func stop() async throws {
        process?.send(SIGINT)
        try await process?.wait()
        process = nil
    }

    /// Keeps a copy of all it has; only while it is stopped.
    public func save() async throws { try await copy(folder.file("data"), to: folder.file("saved")) }

    /// Goes back to what `save` kept, as a restored backup does; only while it is stopped.
    public func restore() async throws {
        try FileManager.default.removeItem(atPath: folder.file("data"))
        try await copy(folder.file("saved"), to: folder.file("data"))
    }

    /// Ends it as a power cut does: the server and all its children, at once.
    public func kill() {
        guard let running = process else { return }
        // SIGQUIT would let it shut down its children; SIGKILL leaves them, and they end by themselves when they
        // notice.
        running.kill()
        process = nil
        try? blockUntil("its shared memory is free") { !Self.hasChildren(of: folder.file("data")) }
    }

    deinit { remove() }

    /// Ends it without writing anything more, and removes its folder.
    func remove() {
        if let running = process {
            running.send(SIGQUIT)
            try? blockUntil("PostgreSQL ends") { !running.isRunning }
            process = nil
        }
        try? FileManager.default.removeItem(atPath: folder.path)
    }

    /// How to connect as the superuser to a database of this cluster.
    public func address(database: String = "postgres", user: String = "postgres") -> String {
        "host=\(folder.path) port=\(port) dbname=\(database) user=\(user)"
    }

    /// How to connect over TCP.
    public func url(database: String = "postgres", user: String = "postgres") -> String {
        "postgresql://\(user)@127.0.0.1:\(port)/\(database)"
    }

    /// Makes an empty database and returns its name.
    public func makeDatabase(owner: String = "postgres") async throws -> String {
        let name = "test_\(UUID().uuidString.prefix(8).lowercased())"
        try await run("CREATE DATABASE \(name) OWNER \(owner)")
        return name
    }

    /// Runs SQL as the superuser through psql and returns what it prints, without headers and alignment.
    @discardableResult
    public func run(_ sql: String, database: String = "postgres") async throws -> String {
        let psql = try ChildProcess(
            "psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", address(database: database), "-c", sql])
        let status = try await psql.wait(within: .seconds(120))
        guard status == .exited(0) else { throw WaitingTimedOut(description: "psql: \(psql.output)") }
        return psql.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// What the server has logged since it was last started.
    public var log: String { process?.output ?? "" }

    private func makeCluster() async throws {
        let data = folder.file("data")
        if Self.isRoot {
            guard try await ChildProcess("chown", ["postgres", folder.path]).wait() == .exited(0) else {
                throw WaitingTimedOut(description: "there is no user postgres")
            }
        }
        let arguments = ["-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"]
        let initdb = try ChildProcess(Self.asUser, Self.command("initdb", arguments))
        guard try await initdb.wait(within: .seconds(60)) == .exited(0) else {
            throw WaitingTimedOut(description: "initdb: \(initdb.output)")
        }
        var all = [
            "listen_addresses": "'127.0.0.1'", "port": "\(port)", "unix_socket_directories": "'\(folder.path)'",
            "max_connections": "200", "shared_buffers": "128MB", "log_min_messages": "warning",
        ]
        all.merge(settings) { $1 }
        let text = all.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)\n" }.joined()
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(data)/postgresql.conf"))
        try file.seekToEnd()
        try file.write(contentsOf: Data("\n\(text)".utf8))
        try file.close()
    }

    private func copy(_ source: String, to target: String) async throws {
        guard try await ChildProcess("cp", ["-a", source, target]).wait() == .exited(0) else {
            throw WaitingTimedOut(description: "\(source) cannot be copied")
        }
    }

    private func tool(_ name: String, _ arguments: [String]) async throws -> ChildStatus {
        try await ChildProcess("\(Self.programs)/\(name)", arguments).wait()
    }

    private static let isRoot = geteuid() == 0

    private static let asUser = isRoot ? "setpriv" : "env"

    /// The arguments of `asUser` that run a program of the server.
    private static func command(_ name: String, _ arguments: [String]) -> [String] {
        let user = isRoot ? ["--reuid=postgres", "--regid=postgres", "--clear-groups"] : []
        return user + ["\(programs)/\(name)"] + arguments
    }

    /// The newest PostgreSQL that Debian has installed, else what is in PATH's usual place.
    private static let programs: String = {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let newest = versions.compactMap { Int($0) }.max()
        return newest.map { "\(root)/\($0)/bin" } ?? "/usr/local/bin"
    }()

    /// Whether processes of a killed server still hold its folder.
    private static func hasChildren(of data: String) -> Bool {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.contains { process in
            Int(process) != nil
                && (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")) == data
        }
    }
}
