internal import AnalyticsForest
internal import Runtime
internal import Telemetry

/// The file that `analyze forest fit` wrote.
enum ForestFile {
    /// More than any forest within the limits.
    private static let bytesMax = 32 << 20

    /// The forest of a file.
    ///
    /// - Throws: `CommandFailure` when it cannot be read or holds none.
    static func read(_ path: String) throws -> IsolationForest {
        let bytes = try FileBytes.read(path, limit: bytesMax) ?? []
        do throws(SnapshotError) {
            return try IsolationForest(snapshot: bytes)
        } catch {
            throw CommandFailure("MODEL_INVALID", "\(path): is no isolation forest of this version (\(error))")
        }
    }
}
