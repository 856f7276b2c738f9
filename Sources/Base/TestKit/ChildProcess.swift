internal import Foundation
internal import Glibc
internal import Synchronization

/// A program that a test started: its output kept in a file, and its end certain.
///
/// It is killed when the object goes, and when the test process exits.
/// Its standard input is empty unless text is given.
public final class ChildProcess: Sendable {
    /// The system's id; another process may have it once this one has ended.
    public let processID: Int32
    private let outputPath: String
    private let status = Mutex<ChildStatus?>(nil)

    /// Starts a program; a bare name is looked up in PATH.
    ///
    /// `environment` adds to, or replaces in, that of the test.
    public init(
        _ program: String, _ arguments: [String] = [], environment: [String: String] = [:], input: String? = nil
    ) throws {
        let base = FileManager.default.temporaryDirectory.path + "/child-\(UUID().uuidString.prefix(8).lowercased())"
        outputPath = base + ".out"
        let inputPath = input.map { _ in base + ".in" }
        if let input, let inputPath { try input.write(toFile: inputPath, atomically: false, encoding: .utf8) }
        defer { if let inputPath { unlink(inputPath) } }
        let all = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        processID = try ChildSpawning.spawn(
            [program] + arguments, environment: all.map { "\($0)=\($1)" }, input: inputPath ?? "/dev/null",
            output: outputPath)
        ChildRegistry.shared.add(processID)
    }

    deinit {
        if pollStatus() == nil { kill() }
        unlink(outputPath)
    }

    /// All that it has written to standard output and standard error so far.
    public var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "" }

    /// How it ended, or nothing while it runs.
    public var ended: ChildStatus? { pollStatus() }

    /// False from the moment that it has ended, for whatever reason.
    public var isRunning: Bool { pollStatus() == nil }

    /// Asks it to end (SIGTERM).
    public func terminate() { send(SIGTERM) }

    /// Ends it on the spot, as a power cut does (SIGKILL), and waits until it is gone.
    public func kill() {
        send(SIGKILL)
        try? blockUntil("killed process \(processID) is gone") { pollStatus() != nil }
    }

    /// Sends any signal; nothing happens once it has ended.
    public func send(_ signal: Int32) {
        status.withLock { if $0 == nil { Glibc.kill(processID, signal) } }
    }

    /// Waits for its end; when the deadline passes it is killed and the error says what it had written.
    @discardableResult
    public func wait(within deadline: Duration = .seconds(30)) async throws -> ChildStatus {
        do {
            try await waitUntil("process \(processID) ends", within: deadline) { pollStatus() != nil }
        } catch {
            let written = output
            kill()
            throw WaitingTimedOut(description: "\(error); it wrote:\n\(written.suffix(4_000))")
        }
        return pollStatus() ?? .signalled(0)
    }

    private func pollStatus() -> ChildStatus? {
        status.withLock { status in
            if let status { return status }
            var raw: Int32 = 0
            let result = waitpid(processID, &raw, WNOHANG)
            guard result != 0 else { return nil }
            let code = raw & 0x7F == 0 ? ChildStatus.exited((raw >> 8) & 0xFF) : .signalled(raw & 0x7F)
            status = code
            ChildRegistry.shared.remove(processID)
            return code
        }
    }
}
