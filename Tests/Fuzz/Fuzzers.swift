internal import Foundation
internal import SyncWire

/// Runs libFuzzer on one of the decoders.
///
///     Fuzzers DECODER CORPUS… [-max_total_time=60 …]      fuzzes it
///     Fuzzers seed GOLDEN-FOLDER CORPUS-FOLDER            writes the first corpora out of recorded frames
///     Fuzzers list                                        names the decoders
///
/// A decoder may refuse whatever it is given; it may not trap, hang, or take what it would then write otherwise.
@main
struct Fuzzers {
    static func main() throws {
        let arguments = CommandLine.arguments
        switch arguments.dropFirst().first {
        case "list":
            for decoder in FuzzedDecoder.allCases { print(decoder.rawValue) }
        case "seed" where arguments.count == 4:
            try SeedCorpus.write(golden: arguments[2], to: arguments[3])
        case let name?:
            guard let decoder = FuzzedDecoder(rawValue: name) else { fallthrough }
            chosen = decoder
            exit(fuzz(Array(arguments.dropFirst(2))))
        case nil:
            print("usage: Fuzzers list | seed GOLDEN CORPUS | DECODER CORPUS… [libFuzzer's options]")
            exit(64)
        }
    }

    private static func fuzz(_ options: [String]) -> Int32 {
        var texts = (["Fuzzers"] + options).map { strdup($0) }
        texts.append(nil)
        var count = Int32(texts.count - 1)
        return texts.withUnsafeMutableBufferPointer { buffer in
            var base = buffer.baseAddress
            return runFuzzer(&count, &base, takeInput)
        }
    }
}

/// The decoder that this process fuzzes; set once before the first input.
nonisolated(unsafe) private var chosen = FuzzedDecoder.roundRequest

private func takeInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    chosen.take(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}

/// libFuzzer's own entry for programs that have a `main` of their own.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<Int32>,
    _ texts: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ take: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32
