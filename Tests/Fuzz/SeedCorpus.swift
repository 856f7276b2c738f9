internal import Foundation
internal import SyncWire

/// The first inputs of each fuzzer: recorded frames as they are and unwrapped, and what lies inside them.
enum SeedCorpus {
    /// Where the profiles are that are shipped.
    private static let profiles = "firmware-profiles"

    static func write(golden: String, to folder: String) throws {
        var seeds: [FuzzedDecoder: [[UInt8]]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: golden).sorted() {
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: "\(golden)/\(name)")))
            if name.hasPrefix("request"), let request = try? RoundFrame.decodeRequest(bytes) {
                seeds[.roundRequest, default: []] += [bytes, try body(of: bytes, header: 12)]
                let records = (request.events?.records ?? []) + (request.documents?.records ?? [])
                seeds[.event, default: []] += records.map { [UInt8(truncatingIfNeeded: $0.kind.rawValue)] + $0.payload }
                seeds[.downlink, default: []] += records.map {
                    [UInt8(truncatingIfNeeded: $0.kind.rawValue)] + $0.payload
                }
                seeds[.patch, default: []] += (request.documents?.records ?? []).map(\.payload)
            } else if name.hasPrefix("answer"), let answer = try? RoundFrame.decodeAnswer(bytes) {
                seeds[.roundAnswer, default: []] += [bytes, try body(of: bytes, header: 12)]
                let records = answer.downlink?.records ?? []
                seeds[.downlink, default: []] += records.map {
                    [UInt8(truncatingIfNeeded: $0.kind.rawValue)] + $0.payload
                }
                seeds[.order, default: []] += records.map(\.payload)
            } else if name.hasSuffix(".segment") {
                let claimed = [bytes[13], bytes[12]]
                seeds[.segment, default: []] += [bytes, claimed + (try body(of: bytes, header: 16))]
            }
        }
        seeds[.fieldValue] = [#"{"a":[1,2.5e3,null,true,"\u00e9"],"b":{}}"#, "-0.0", "\"x\""].map { Array($0.utf8) }
        seeds[.payload] = [
            #"{"ts": 1763712000123, "value": 21.5, "unit": "kW"}"#,
            #"{"when": 1763712000.5, "q": "good", "body": {"level": 3.5, "unit": "cm", "heat": 70}}"#, "21.5",
            #"{"power": 3, "temperature": 41.25, "vibration": 1e-3, "ts": "2026-01-02T03:04:05.678Z"}"#,
        ].map { [0] + Array($0.utf8) }
        for decoder in [FuzzedDecoder.requestBody, .deviceJSON, .acknowledgement] {
            seeds[decoder] = FuzzedRequests.bodies
        }
        seeds[.signingRequest] = [try FuzzedRequests.signingRequest()]
        seeds[.conflict] = FuzzedConflict.seeds()
        seeds[.models] = FuzzedModels.seeds
        seeds[.snapshots] = try FuzzedSnapshots.seeds()
        seeds[.profile] = try FileManager.default.contentsOfDirectory(atPath: profiles).sorted().map { name in
            Array(try Data(contentsOf: URL(fileURLWithPath: "\(profiles)/\(name)")))
        }
        for decoder in FuzzedDecoder.allCases {
            try FileManager.default.createDirectory(
                atPath: "\(folder)/\(decoder.rawValue)", withIntermediateDirectories: true)
            for (number, seed) in (seeds[decoder] ?? [[0]]).enumerated() {
                try Data(seed).write(to: URL(fileURLWithPath: "\(folder)/\(decoder.rawValue)/seed-\(number)"))
            }
        }
    }

    private static func body(of bytes: [UInt8], header: Int) throws -> [UInt8] {
        let length = (8..<12).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
        return try Zstandard.decompress(bytes[header...], length: length)
    }
}
