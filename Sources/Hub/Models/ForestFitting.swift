internal import AnalyticsForest
internal import SyncWire
public import Telemetry

/// Fits forests of machines; pure.
public enum ForestFitting {
    /// The forest of a machine's rows.
    ///
    /// Its randomness comes from machine and version: the same rows give the same forest, byte by byte, on any hub.
    public static func fit(_ rows: RowGrid, machine: MachineID, version: Int) throws(FitRefusal) -> FittedForest {
        let rows = rows.thinned(to: FitBounds.rowsMax)
        guard let first = rows.times.min(), let last = rows.times.max(), rows.count >= ForestLimits.rowsMin else {
            throw .tooFewRows(rows.count, least: ForestLimits.rowsMin, found: rows.counts)
        }
        let options = ForestOptions(
            trees: FitBounds.trees, samples: FitBounds.samples, contamination: FitBounds.contamination,
            seed: seed(of: machine, version: version))
        let forest: IsolationForest
        do throws(ForestError) {
            forest = try .fit(features: rows.features.map(\.text), rows: rows.values, options: options)
        } catch .nothingVaries {
            throw .nothingVaries
        } catch {
            throw .tooFewRows(rows.count, least: ForestLimits.rowsMin, found: rows.counts)
        }
        let snapshot = forest.snapshot()
        guard snapshot.count <= FitBounds.bytesMax else { throw .tooLarge(bytes: snapshot.count) }
        return FittedForest(
            machine: machine, version: version, features: rows.features, trained: first...last, rows: rows.count,
            trees: forest.trees, samples: forest.samples, threshold: forest.threshold, snapshot: snapshot,
            digest: Digest(of: snapshot))
    }

    /// The first bytes of a digest, so that neighbouring versions have nothing in common.
    static func seed(of machine: MachineID, version: Int) -> UInt64 {
        Digest(of: Array("forest \(machine) \(version)".utf8)).bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
