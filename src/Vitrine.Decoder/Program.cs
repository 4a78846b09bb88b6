using Vitrine.Decoder;
using Vitrine.Decoder.Sealing;

// vitrine-decoder --read FOLDER ... : started by the site, spoken to over stdin and stdout. With --prove it shows what the seal holds.
if (!Seal.IsOuterDone) Seal.CloseOuterAndStartAgain(args);

Libvips.Prepare();
var inForce = Seal.CloseInner();
return args.Contains("--prove") ? Proof.Print() : await Conversation.RunAsync(inForce);
