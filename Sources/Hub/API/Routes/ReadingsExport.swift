internal import Hummingbird
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import NIOCore
internal import Telemetry

/// Writes all readings of a span as CSV, a quarter of an hour at a time: what a slow client has not read is not read
/// from the database either.
struct ReadingsExport: Sendable {
    private static let stepSeconds = 900.0

    let readings: ReadingsStore
    let scope: TenantScope
    let machine: MachineID
    let from: Timestamp
    let to: Timestamp
    let metrics: Set<MetricName>?

    /// The body; a failure in the middle breaks the connection off, so that half a file is not taken for a whole one.
    var body: ResponseBody {
        ResponseBody { writer in
            try await writer.write(ByteBuffer(string: "timestamp,metric,value,unit,quality\r\n"))
            var begin = from
            while begin < to {
                let end = min(to, begin.advanced(seconds: Self.stepSeconds))
                let series = try await readings.everything(
                    scope, machine: machine, from: begin, to: end, metrics: metrics)
                let text = (series ?? []).flatMap(Self.lines)
                if !text.isEmpty { try await writer.write(ByteBuffer(bytes: text)) }
                begin = end
            }
            try await writer.finish(nil)
        }
    }

    private static func lines(_ series: ReadingsSeries) -> [UInt8] {
        var bytes: [UInt8] = []
        for index in series.times.indices {
            let quality = series.qualities.isEmpty ? Quality.good : series.qualities[index]
            let line =
                "\(series.times[index].rfc3339),\(series.metric),\(series.values[index]),\(field(series.unit)),"
                + "\(quality.word)\r\n"
            bytes.append(contentsOf: line.utf8)
        }
        return bytes
    }

    /// A field in quotes where it needs them (RFC 4180).
    private static func field(_ text: String) -> String {
        guard text.contains(where: { ",\"\r\n".contains($0) }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
