internal import Foundation
internal import SyncWire

// libFuzzer on one of the decoders; it brings the program's `main`, so that words for us come by the environment:
//
//     FUZZ_DECODER=NAME Fuzzers CORPUS… [-max_total_time=60 …]     fuzzes it
//     FUZZ_SEED=GOLDEN:CORPUS Fuzzers                              writes the first corpora out of recorded frames
//     FUZZ_LIST=1 Fuzzers                                          names the decoders
//
// A decoder may refuse whatever it is given; it may not trap, hang, or take what it would then write otherwise.

/// The decoder that this process fuzzes.
private let chosen = FuzzedDecoder(rawValue: word("FUZZ_DECODER") ?? "")

/// Called by libFuzzer before the first input.
@_cdecl("LLVMFuzzerInitialize")
func begin(_: UnsafeMutableRawPointer?, _: UnsafeMutableRawPointer?) -> Int32 {
    if word("FUZZ_LIST") != nil {
        for decoder in FuzzedDecoder.allCases { print(decoder.rawValue) }
        exit(0)
    }
    if let folders = word("FUZZ_SEED")?.split(separator: ":"), folders.count == 2 {
        do {
            try SeedCorpus.write(golden: String(folders[0]), to: String(folders[1]))
            exit(0)
        } catch {
            print(error)
            exit(1)
        }
    }
    if chosen == nil {
        print("FUZZ_DECODER is to name one of: \(FuzzedDecoder.allCases.map(\.rawValue).joined(separator: ", "))")
        exit(64)
    }
    return 0
}

/// Called by libFuzzer for each input.
@_cdecl("LLVMFuzzerTestOneInput")
func take(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    chosen?.take(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}

private func word(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
