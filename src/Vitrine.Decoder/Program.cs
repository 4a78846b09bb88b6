Console.WriteLine(NetVips.NetVips.Version(0) + " " + "Ａé".Normalize(System.Text.NormalizationForm.FormKC) + " " + "e\u0301".Normalize().Length);
