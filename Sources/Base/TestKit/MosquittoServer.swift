internal import Foundation

/// A real broker for tests: mosquitto on loopback, with its files in a folder of its own.
public final class MosquittoServer: @unchecked Sendable {
    // Unchecked because `process` changes only in start, stop and kill, which a test calls one after the other.
    /// On 127.0.0.1; the same after each start.
    public let port: Int
    /// As given when it was made; `startAgain` uses the same.
    public let options: MosquittoOptions
    private let folder: TemporaryFolder
    private var process: ChildProcess?

    /// Starts a broker and waits until it accepts connections.
    public static func start(_ options: MosquittoOptions = MosquittoOptions()) async throws -> MosquittoServer {
        let server = try MosquittoServer(options)
        try await server.startAgain()
        return server
    }

    private init(_ options: MosquittoOptions) throws {
        self.options = options
        folder = try TemporaryFolder("mosquitto")
        port = options.port ?? FreePort.take()
        try folder.makeFolder("data")
        try folder.write(options.configuration(port: port, folder: folder), to: "mosquitto.conf")
        for (user, password) in options.passwords {
            let create = FileManager.default.fileExists(atPath: folder.file("passwords")) ? [] : ["-c"]
            let tool = try ChildProcess(
                "mosquitto_passwd", create + ["-b", folder.file("passwords"), user, password])
            try blockUntil("mosquitto_passwd ends") { tool.ended != nil }
        }
    }

    /// Starts it again on the same port, with what it had kept.
    public func startAgain() async throws {
        let program =
            FileManager.default.fileExists(atPath: "/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "mosquitto"
        let process = try ChildProcess(program, ["-c", folder.file("mosquitto.conf")])
        self.process = process
        try await waitUntil("mosquitto accepts connections; it wrote: \(process.output)") {
            guard process.isRunning else { throw WaitingTimedOut(description: "mosquitto ended: \(process.output)") }
            return FreePort.isOpen(port)
        }
    }

    /// Ends it as a system does, so that it writes what it keeps.
    public func stop() async throws {
        process?.terminate()
        try await process?.wait()
        process = nil
    }

    /// Ends it as a power cut does.
    public func kill() {
        process?.kill()
        process = nil
    }

    /// What it has logged since it was last started.
    public var log: String { process?.output ?? "" }
}
